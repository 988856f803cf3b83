/// `headroom check`: runs the rules over drafts, leaves out what comments silence, and gives the findings as text, JSON
/// and SARIF, and their fixes as new texts. Touches no disk and no network.
@NullMarked
package dev.headroom.check;

import org.jspecify.annotations.NullMarked;
