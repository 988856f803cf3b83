/// What a person may see of a running Headroom and of the cluster around it: its pages over HTTP or through the API
/// server, and the objects that a check, an explanation or a diagnosis reads. It never writes; what it cannot read it
/// says in one line, with the right to ask for.
@NullMarked
package dev.headroom.inspection;

import org.jspecify.annotations.NullMarked;
