package dev.headroom.api;

import tools.jackson.databind.json.JsonMapper;

/// Values as JSON.
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
