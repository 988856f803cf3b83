/// X.509 as far as a cluster's components need it: authorities, the certificates that they issue, PEM in and out. It
/// makes and reads; whom to believe is decided by whoever serves.
@NullMarked
package dev.headroom.certificates;

import org.jspecify.annotations.NullMarked;
