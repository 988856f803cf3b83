/// What the parts of Prometheus around its query engine answered, replayed against this program: relabelling, rules,
/// alerts, configurations, templates, the HTTP API. Must never hold anything that the server itself needs.
@NullMarked
package dev.headroom.prometheus;

import org.jspecify.annotations.NullMarked;
