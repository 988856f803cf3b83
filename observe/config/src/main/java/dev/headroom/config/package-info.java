/// `prometheus.yml` as Prometheus reads it: every section into a record, defaults filled in, what is unknown refused,
/// what is known and not done here named in a warning. Owns the file's language; must never act on it.
@NullMarked
package dev.headroom.config;

import org.jspecify.annotations.NullMarked;
