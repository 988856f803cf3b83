package dev.headroom.kubectl;

import dev.headroom.model.Quantity;
import dev.headroom.model.QuantityException;
import tools.jackson.databind.JsonNode;

/// Quantities of API objects, as kubectl prints them.
final class Quantities {

    private Quantities() {}

    /// The canonical text; `<nil>` where there is no quantity, and what stands there where it is none.
    static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return CurrentMetric.NIL;
        }
        try {
            return Quantity.parse(node.asString()).toString();
        } catch (QuantityException _) {
            return node.asString();
        }
    }
}
