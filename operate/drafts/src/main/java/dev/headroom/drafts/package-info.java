/// Files before they are applied, and what is wrong with them: manifests, rule files, Prometheus' and the adapter's
/// configuration, and queries, each value with its place in the text. Reads leniently (a file with one fault must still
/// be looked at for others), touches no disk and no network, and judges nothing: that is what a `Rule` does.
@NullMarked
package dev.headroom.drafts;

import org.jspecify.annotations.NullMarked;
