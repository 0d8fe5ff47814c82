#!/bin/sh
# Run by udhcpc inside a lab: prints the lease and changes nothing.
[ "$1" = bound ] && printf 'lease ip=%s|mask=%s|router=%s|dns=%s|serverid=%s\n' "$ip" "$mask" "$router" "$dns" "$serverid"
exit 0
