/// What every scale target promises, as a test that their modules run against their own. Knows the interface only,
/// never a target behind it.
@NullMarked
package dev.headroom.contract;

import org.jspecify.annotations.NullMarked;
