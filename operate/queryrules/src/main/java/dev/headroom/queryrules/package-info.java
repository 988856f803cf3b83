/// What goes wrong with queries: windows, quantiles, what a trigger does with the number, alerts, the rules of
/// prometheus-adapter. One class per rule; each looks at drafts and changes nothing.
@NullMarked
package dev.headroom.queryrules;

import org.jspecify.annotations.NullMarked;
