# Reads the output of one test program and prints "PASSED FAILED". Understands the summaries of doctest and of node's
# spec and TAP reporters. Prints nothing when there is no summary: the program did not get to its end.
#   awk -f script/count_tests.awk build/test/unit.log

# Some reporters colour their lines.
{ gsub(/\033\[[0-9;]*m/, "") }

# [doctest] test cases: 12 | 11 passed | 1 failed | 0 skipped
/^\[doctest\] test cases:/ {
  seen = 1
  for (i = 2; i <= NF; i++) {
    if ($i == "passed") passed += $(i - 1)
    if ($i == "failed") failed += $(i - 1)
  }
}

# ℹ pass 3 (spec), # pass 3 (TAP). A test that was cancelled has not shown anything, so it failed.
/^(ℹ|#) (pass|fail|cancelled) [0-9]+$/ {
  seen = 1
  if ($2 == "pass") passed += $3
  else failed += $3
}

END { if (seen) print passed + 0, failed + 0 }
