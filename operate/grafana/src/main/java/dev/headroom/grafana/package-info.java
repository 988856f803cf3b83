/// Dashboards for Grafana: what they show as values, and their JSON. Asks nobody and draws nothing.
@NullMarked
package dev.headroom.grafana;

import org.jspecify.annotations.NullMarked;
