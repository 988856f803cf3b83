package dev.headroom.replay;

import dev.headroom.kubectl.HpaDescription;
import dev.headroom.kubectl.HpaTable;
import dev.headroom.kubectl.TableOptions;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What kubectl prints of HorizontalPodAutoscalers: the cells, `get` with its flags, `describe`.
final class KubectlHpaSuite implements Suite {

    @Override
    public String name() {
        return "kubectl-hpa";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var differences = new Differences();
        var now = Instant.parse(line.path("now").asString());
        switch (line.path("op").asString()) {
            case "one" -> one(line, now, differences);
            case "list" -> list(line, now, differences);
            case String other -> differences.add("op", "a known one", other);
        }
        return differences.all();
    }

    private static void one(JsonNode line, Instant now, Differences differences) {
        var table = HpaTable.of(List.of(line.path("object")), now);
        PrintedTable.cells(line.path("cells"), table.rows().getFirst(), "cells", differences);
        differences.add("get", line.path("get").asString(), table.text(TableOptions.PLAIN));
        differences.add("get -o wide", line.path("get").asString(), table.text(TableOptions.PLAIN.toWide()));
        var events = line.path("events").isArray()
                ? Optional.of(line.path("events").valueStream().toList())
                : Optional.<List<JsonNode>>empty();
        differences.add(
                "describe", line.path("describe").asString(), HpaDescription.of(line.path("object"), events, now));
    }

    private static void list(JsonNode line, Instant now, Differences differences) {
        var table = HpaTable.of(line.path("objects").valueStream().toList(), now);
        PrintedTable.rows(line.path("rows"), table, differences);
        var labels = line.path("labelColumns").valueStream().map(JsonNode::asString).toList();
        var plain = TableOptions.PLAIN;
        differences.add("get", line.path("get").asString(), table.text(plain));
        differences.add("no headers", line.path("getNoHeaders").asString(), table.text(plain.withoutHeaders()));
        differences.add("-A", line.path("getAllNamespaces").asString(), table.text(plain.withNamespace()));
        differences.add("labels", line.path("getShowLabels").asString(), table.text(plain.withLabels()));
        differences.add("-L", line.path("getLabelColumns").asString(), table.text(plain.withLabelColumns(labels)));
        differences.add("with kind", line.path("getWithKind").asString(), table.text(plain.toWithKind()));
    }
}
