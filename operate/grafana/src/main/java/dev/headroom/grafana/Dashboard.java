package dev.headroom.grafana;

import java.util.List;
import java.util.stream.Stream;

/// A page of Grafana.
///
/// @param uid by which Grafana knows it again when it is imported anew; its file has this name
public record Dashboard(String uid, String title, String description, List<Variable> variables, List<Row> rows) {

    public Dashboard {
        variables = List.copyOf(variables);
        rows = List.copyOf(rows);
    }

    /// All panels, in their order.
    public Stream<Panel> panels() {
        return rows.stream().flatMap(row -> row.panels().stream());
    }

    /// An expression as Grafana sends it when nothing was chosen: all values of each label, texts as they are.
    ///
    /// @param rateInterval at least four scrape intervals
    public String filled(Panel.Query query, String rateInterval) {
        var text = query.expression().replace("$__rate_interval", rateInterval);
        for (var variable : variables) {
            var value = switch (variable) {
                case Variable.Source _ -> "";
                case Variable.LabelValues _ -> ".*";
                case Variable.Text typed -> typed.value();
            };
            text = text.replace("${" + variable.name() + "}", value).replace("$" + variable.name(), value);
        }
        return text;
    }

    /// Panels below a line of text; they are as wide as they fit.
    public record Row(String title, List<Panel> panels) {
        public Row {
            panels = List.copyOf(panels);
        }
    }
}
