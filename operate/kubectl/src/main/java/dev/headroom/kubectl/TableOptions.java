package dev.headroom.kubectl;

import java.util.List;

/// What the flags of `kubectl get` change about a table.
///
/// @param headers false for `--no-headers`
/// @param namespace a first column with the namespace: `-A`
/// @param wide all columns: `-o wide`
/// @param showLabels a last column with all labels: `--show-labels`
/// @param labelColumns a column for each of these labels: `-L`
/// @param withKind names with their kind in front, as when several kinds are printed
public record TableOptions(
        boolean headers,
        boolean namespace,
        boolean wide,
        boolean showLabels,
        List<String> labelColumns,
        boolean withKind) {

    public static final TableOptions PLAIN = new TableOptions(true, false, false, false, List.of(), false);

    public TableOptions {
        labelColumns = List.copyOf(labelColumns);
    }

    public TableOptions withoutHeaders() {
        return new TableOptions(false, namespace, wide, showLabels, labelColumns, withKind);
    }

    public TableOptions withNamespace() {
        return new TableOptions(headers, true, wide, showLabels, labelColumns, withKind);
    }

    public TableOptions toWide() {
        return new TableOptions(headers, namespace, true, showLabels, labelColumns, withKind);
    }

    public TableOptions withLabels() {
        return new TableOptions(headers, namespace, wide, true, labelColumns, withKind);
    }

    public TableOptions withLabelColumns(List<String> labels) {
        return new TableOptions(headers, namespace, wide, showLabels, labels, withKind);
    }

    public TableOptions toWithKind() {
        return new TableOptions(headers, namespace, wide, showLabels, labelColumns, true);
    }
}
