/// Alerts on their way to Alertmanagers: relabelled, queued for each instance, sent in batches, sent again until they
/// are known. Must never decide whether an alert is one.
@NullMarked
package dev.headroom.notifier;

import org.jspecify.annotations.NullMarked;
