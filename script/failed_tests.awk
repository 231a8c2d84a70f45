# Reads the output of one test program and prints what failed, and why: the blocks of node's TAP reporter and the
# messages of doctest.
#   awk -f script/failed_tests.awk build/test/unit.log

/^ *not ok / { inside = 1 }
inside { print }
inside && /^ *\.\.\.$/ { inside = 0 }

# build/…/x_test.cpp:12: ERROR: CHECK( a == b ) is NOT correct!
/^TEST CASE:/ { test = $0 }
/: (FATAL )?ERROR:/ { print test; following = 4 }
following > 0 { print; following-- }
