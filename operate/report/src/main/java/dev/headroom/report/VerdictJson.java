package dev.headroom.report;

import dev.headroom.verdicts.Figure;
import dev.headroom.verdicts.Verdict;
import dev.headroom.verdicts.Verdicts;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Verdicts as JSON, numbers with their units beside the texts that people read.
public final class VerdictJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private VerdictJson() {}

    /// `passed`, `summary`, `verdicts`, `notAsked`.
    public static ObjectNode of(Verdicts verdicts) {
        var root = JSON.objectNode().put("passed", verdicts.passed()).put("summary", verdicts.summary());
        var list = root.putArray("verdicts");
        verdicts.list().forEach(verdict -> list.add(of(verdict)));
        var notAsked = root.putArray("notAsked");
        verdicts.notAsked().forEach(notAsked::add);
        return root;
    }

    private static ObjectNode of(Verdict verdict) {
        var claim = verdict.claim();
        var node = JSON.objectNode()
                .put("name", claim.name())
                .put("group", claim.group().name().toLowerCase(Locale.ROOT))
                .put("verdict", verdict.word());
        node.set("expected", figure(claim.expected().limit())
                .put("side", claim.expected().side().name().toLowerCase(Locale.ROOT))
                .put("text", claim.expected().text()));
        switch (verdict) {
            case Verdict.Passed passed -> node.set("measured", measured(verdict, passed.measured()));
            case Verdict.Failed failed -> node.set("measured", measured(verdict, failed.measured()));
            case Verdict.NotMeasured _ -> node.putNull("measured");
        }
        return node.put("detail", verdict.detailText());
    }

    private static ObjectNode measured(Verdict verdict, Figure figure) {
        return figure(figure).put("text", verdict.measuredText());
    }

    private static ObjectNode figure(Figure figure) {
        return JSON.objectNode()
                .put("value", figure.value())
                .put("unit", figure.unit().name().toLowerCase(Locale.ROOT));
    }
}
