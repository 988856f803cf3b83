/// From HorizontalPodAutoscalers behind prometheus-adapter to ScaledObjects for KEDA, as text with comments. Reads what
/// was written and writes what would do the same; must never look at a server.
@NullMarked
package dev.headroom.migration;

import org.jspecify.annotations.NullMarked;
