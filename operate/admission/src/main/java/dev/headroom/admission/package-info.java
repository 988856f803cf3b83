/// Objects on their way into a cluster, judged as `headroom check` and KEDA's admission judge them: from the body of an
/// AdmissionReview, and what surrounds the object, to the answer. Knows no cluster and no network: an implementation of
/// [Cluster] says what surrounds an object.
@NullMarked
package dev.headroom.admission;

import org.jspecify.annotations.NullMarked;
