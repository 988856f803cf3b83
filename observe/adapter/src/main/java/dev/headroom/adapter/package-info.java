/// prometheus-adapter as functions: from its configuration and the series there are to the list of metrics, the PromQL
/// of each request, and what the custom, external and resource metrics APIs answer. Asks its questions through
/// a [dev.headroom.adapter.MetricsSource]; must never wait, read the clock, or decide anything.
///
/// Source: kubernetes-sigs/prometheus-adapter after v0.12, packages `naming`, `custom-provider`, `external-provider`
/// and `resourceprovider`.
@NullMarked
package dev.headroom.adapter;

import org.jspecify.annotations.NullMarked;
