package dev.headroom.rules;

import dev.headroom.gotemplate.GoFormat;
import dev.headroom.gotemplate.TemplateLibrary;
import java.util.Map;

/// The values that only the templates of alerts have.
final class AlertValues {

    private AlertValues() {}

    /// What a template starts from, its `.`.
    record Data(Map<String, String> labels, Map<String, String> externalLabels, String externalUrl, double value) {}

    /// One element of what `query` gives.
    record Sample(Map<String, String> labels, double value) implements TemplateLibrary.Named {
        @Override
        public String type() {
            return "*template.sample";
        }

        @Override
        public String toString() {
            return "&{" + GoFormat.plain(labels) + " " + GoFormat.plain(value) + "}";
        }
    }
}
