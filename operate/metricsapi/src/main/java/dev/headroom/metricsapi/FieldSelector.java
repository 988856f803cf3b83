package dev.headroom.metricsapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Conditions on fields of objects, of which these APIs know `metadata.name` and `metadata.namespace`.
record FieldSelector(List<Term> terms) {

    private static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";

    /// @param equal whether the field must be the value, or must not
    record Term(String field, boolean equal, String value) {}

    FieldSelector {
        terms = List.copyOf(terms);
    }

    /// @throws StatusException when `text` is no selector, or one of other fields
    static FieldSelector parse(String text) {
        var terms = new ArrayList<Term>();
        for (var part : text.split(",", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            var term = term(text, part);
            if (!term.field().equals(NAME) && !term.field().equals(NAMESPACE)) {
                throw new StatusException(Status.badRequest("\"" + term.field()
                        + "\" is not a known field selector: only \"" + NAME + "\", \"" + NAMESPACE + "\""));
            }
            terms.add(term);
        }
        return new FieldSelector(terms);
    }

    private static Term term(String text, String part) {
        int at = part.indexOf('=');
        if (at <= 0) {
            throw new StatusException(
                    Status.badRequest("invalid selector: '" + text + "'; can't understand '" + part + "'"));
        }
        boolean equal = part.charAt(at - 1) != '!';
        var field = part.substring(0, equal ? at : at - 1);
        var value = part.substring(part.startsWith("==", at) ? at + 2 : at + 1);
        return new Term(field, equal, value);
    }

    /// The one name that a selector asks for, where it is a name that a path could hold; empty when it asks for any.
    static String nameIn(String text) {
        try {
            return parse(text).name().filter(name -> !name.contains("/") && !name.contains("%")).orElse("");
        } catch (StatusException _) {
            return "";
        }
    }

    Optional<String> name() {
        return terms.stream()
                .filter(term -> term.field().equals(NAME) && term.equal())
                .map(Term::value)
                .findFirst();
    }

    boolean isEmpty() {
        return terms.isEmpty();
    }

    boolean matches(String namespace, String name) {
        return terms.stream()
                .allMatch(term -> term.equal()
                        == term.value().equals(term.field().equals(NAME) ? name : namespace));
    }
}
