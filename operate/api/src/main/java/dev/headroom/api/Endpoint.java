package dev.headroom.api;

import java.util.List;

/// Answers one path of the API with the value of `data`.
@FunctionalInterface
public interface Endpoint {

    /// @throws ApiException when the request cannot be answered
    Data answer(Parameters parameters);

    /// @param json the value of `data`, in pieces; none for an answer without content
    record Data(Iterable<String> json, List<String> warnings, List<String> infos) {

        /// No content at all.
        static final Data NONE = new Data(List.of(), List.of(), List.of());

        public Data {
            warnings = List.copyOf(warnings);
            infos = List.copyOf(infos);
        }

        public Data(String json) {
            this(List.of(json), List.of(), List.of());
        }

        boolean isEmpty() {
            return !json.iterator().hasNext();
        }
    }
}
