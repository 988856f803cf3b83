package dev.headroom.scalers;

import dev.headroom.triggers.GoText;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.TriggerException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the answer to an instant query as KEDA does: only the shape of a vector with one element is a value.
final class PrometheusAnswer {

    /* notes
     *
     * `status` and `resultType` are not looked at. A result of another type has another shape, and what is left of it
     * decides: no element (also `null`, also no `data` at all) is an empty result; an element without `value` (a range,
     * a native histogram) is an empty value list; a scalar or a text does not decode. Names of fields match in any
     * case, of equal ones the last counts, others are skipped unread. The value is the text in second place; `null`
     * there is
     * -1. Where KEDA's process would end (a number, truth value, list or object in that place) it is an error here.
     * Source: KEDA 2.21; held against recordings.
     */

    private static final JsonFactory JSON = new JsonFactory();

    /// One element of the result, the second place of its `value` unread.
    ///
    /// @param places how many there are
    /// @param second empty for `null`
    private record Element(int places, Optional<Cell> second) {}

    /// @param text what stands there
    /// @param type whether it is a text
    private record Cell(String text, JsonToken type) {}

    private final JsonParser parser;
    private List<Element> result = List.of();

    private PrometheusAnswer(JsonParser parser) {
        this.parser = parser;
    }

    static Reading read(byte[] body, String query) {
        try (var parser =
                JSON.createParser(ObjectReadContext.empty(), new String(body, StandardCharsets.UTF_8))) {
            var answer = new PrometheusAnswer(parser);
            answer.top();
            return answer.reading(query);
        } catch (JacksonException wrong) {
            return new Reading.Failed("the answer is no JSON: " + wrong.getOriginalMessage());
        } catch (Shape wrong) {
            return new Reading.Failed("the answer is not that of an instant query: " + wrong.getMessage());
        }
    }

    private Reading reading(String query) {
        if (result.isEmpty()) {
            return new Reading.Empty("prometheus metrics 'prometheus' target may be lost, the result is empty");
        }
        if (result.size() > 1) {
            return new Reading.Failed("prometheus query " + query + " returned multiple elements");
        }
        var element = result.getFirst();
        if (element.places() == 0) {
            return new Reading.Empty("prometheus metrics 'prometheus' target may be lost, the value list is empty");
        }
        if (element.places() == 1) {
            return new Reading.Failed("prometheus query " + query + " didn't return enough values");
        }
        if (element.second().isEmpty()) {
            return new Reading.Number(-1);
        }
        var cell = element.second().get();
        if (cell.type() != JsonToken.VALUE_STRING) {
            return new Reading.Failed("expected a text with the value in second place, got " + cell.type());
        }
        try {
            double value = GoText.float64(cell.text());
            return Double.isFinite(value) ? new Reading.Number(value) : new Reading.NotANumber(value);
        } catch (TriggerException wrong) {
            return new Reading.Failed(wrong.text());
        }
    }

    /// A value that has another type than its field.
    private static final class Shape extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Shape(String message) {
            super(message);
        }
    }

    private void top() {
        object(parser.nextToken(), "the answer", field -> {
            switch (field) {
                case "data" -> object(parser.nextToken(), field, this::data);
                case "status" -> text(field);
                default -> skip();
            }
        });
        if (parser.nextToken() != null) {
            throw new Shape("expected its end, got more behind it");
        }
    }

    private void data(String field) {
        switch (field) {
            case "result" -> result = list(parser.nextToken(), field, this::element);
            case "resulttype" -> text(field);
            default -> skip();
        }
    }

    private Element element(JsonToken first) {
        var value = new ArrayList<Element>();
        object(first, "an element of result", field -> {
            switch (field) {
                case "value" -> {
                    value.clear();
                    value.add(value(parser.nextToken()));
                }
                case "metric" -> object(parser.nextToken(), field, _ -> skip());
                default -> skip();
            }
        });
        return value.isEmpty() ? new Element(0, Optional.empty()) : value.getFirst();
    }

    private Element value(JsonToken first) {
        var cells = list(first, "value", token -> {
            finite(token);
            return token == JsonToken.VALUE_NULL
                    ? Optional.<Cell>empty()
                    : Optional.of(new Cell(token.isScalarValue() ? parser.getString() : "", token));
        });
        return new Element(cells.size(), cells.size() < 2 ? Optional.empty() : cells.get(1));
    }

    /// Goes over a value of any type; its numbers must fit a double.
    private void finite(JsonToken first) {
        int depth = 0;
        for (var token = first; ; token = parser.nextToken()) {
            if (token.isNumeric() && !Double.isFinite(Double.parseDouble(parser.getString()))) {
                throw new Shape("expected a number of 64 bits, got " + parser.getString());
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
        }
    }

    /// What to do with the field of that name; the parser stands before its value.
    private interface FieldReader {
        void read(String lowerCaseName);
    }

    private void object(JsonToken first, String name, FieldReader fields) {
        if (first == JsonToken.VALUE_NULL) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            throw new Shape("expected an object in " + name + ", got " + first);
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            fields.read(folded(parser.currentName()));
        }
    }

    /// One item; the parser stands on its first token, and on its last one afterwards.
    private interface ItemReader<T> {
        T read(JsonToken first);
    }

    private <T> List<T> list(JsonToken first, String name, ItemReader<T> items) {
        if (first == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (first != JsonToken.START_ARRAY) {
            throw new Shape("expected a list in " + name + ", got " + first);
        }
        var list = new ArrayList<T>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(items.read(token));
        }
        return list;
    }

    private void text(String field) {
        var token = parser.nextToken();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
            throw new Shape("expected a text in " + field + ", got " + token);
        }
    }

    private void skip() {
        parser.nextToken();
        parser.skipChildren();
    }

    /// In lower case, with the two letters outside ASCII that count as `s` and `k` there.
    private static String folded(String name) {
        return name.replace('\u017f', 's').replace('\u212a', 'k').toLowerCase(java.util.Locale.ROOT);
    }
}
