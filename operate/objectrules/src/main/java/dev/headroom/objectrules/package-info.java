/// What goes wrong with objects: autoscalers that have no target or two masters, utilization without requests,
/// selectors
/// that match nothing, probes that kill what they should wait for. One class per rule; each looks at drafts and changes
/// nothing. What the API server or KEDA would refuse is asked of the readers that the running program uses.
@NullMarked
package dev.headroom.objectrules;

import org.jspecify.annotations.NullMarked;
