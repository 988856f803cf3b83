package dev.headroom.api;

import java.util.List;

/// Answers one path of the API with the value of `data`.
@FunctionalInterface
public interface Endpoint {

    /// @throws ApiException when the request cannot be answered
    Data answer(Parameters parameters);

    /// @param json the value of `data`; empty for an answer without content
    record Data(String json, List<String> warnings, List<String> infos) {

        public Data {
            warnings = List.copyOf(warnings);
            infos = List.copyOf(infos);
        }

        public Data(String json) {
            this(json, List.of(), List.of());
        }
    }
}
