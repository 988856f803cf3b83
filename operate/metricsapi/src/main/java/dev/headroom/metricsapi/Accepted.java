package dev.headroom.metricsapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a client takes, of its `Accept` header; this server writes JSON. Routes look at the bare types first, then the
/// object's form is negotiated with the parameters, as in a Kubernetes API server.
record Accepted(List<Clause> clauses) {

    private static final String ANY = "*";
    private static final String ONLY = "only the following media types are accepted: application/json";
    private static final String ROUTES = "406: Not Acceptable\n\nAvailable representations: application/json";

    /// One of the types with its parameters.
    record Clause(String type, String subtype, double quality, Map<String, String> parameters) {

        private boolean isJson() {
            return (type.equals("application") || type.equals(ANY)) && (subtype.equals("json") || subtype.equals(ANY));
        }

        private int vagueness() {
            return (type.equals(ANY) ? 2 : 0) + (subtype.equals(ANY) ? 1 : 0);
        }

        private Form form() {
            return new Form(
                    parameters.getOrDefault("as", ""),
                    parameters.getOrDefault("g", ""),
                    parameters.getOrDefault("v", ""));
        }
    }

    /// Another form of an object that is asked for: `as=Table;g=meta.k8s.io;v=v1`.
    record Form(String as, String group, String version) {

        static final Form OWN = new Form("", "", "");

        boolean isOwn() {
            return as.isEmpty() && group.isEmpty() && version.isEmpty();
        }
    }

    Accepted {
        clauses = List.copyOf(clauses);
    }

    static Accepted of(String header) {
        var clauses = new ArrayList<Clause>();
        for (var each : (header.isBlank() ? "*/*" : header).split(",")) {
            clause(each.strip()).ifPresent(clauses::add);
        }
        clauses.sort(Comparator.comparingDouble(Clause::quality).reversed().thenComparingInt(Clause::vagueness));
        return new Accepted(clauses);
    }

    private static Optional<Clause> clause(String text) {
        var pieces = text.split(";");
        var type = pieces[0].strip().toLowerCase(Locale.ROOT).split("/", 2);
        if (type.length < 2) {
            return type[0].equals(ANY) ? Optional.of(new Clause(ANY, ANY, 1, Map.of())) : Optional.empty();
        }
        var parameters = new TreeMap<String, String>();
        for (int i = 1; i < pieces.length; i++) {
            var pair = pieces[i].strip().split("=", 2);
            parameters.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
        return Optional.of(new Clause(type[0], type[1], quality(parameters.get("q")), parameters));
    }

    private static double quality(@Nullable String text) {
        try {
            return text == null ? 1 : Double.parseDouble(text);
        } catch (NumberFormatException _) {
            return 1;
        }
    }

    /// Whether an object can be written in its own form.
    boolean isAnswerable() {
        return clauses.stream().anyMatch(each -> each.isJson() && each.form().isOwn());
    }

    /// @throws StatusException when no route writes what is asked for
    void checkRoute() {
        boolean written = clauses.stream()
                .anyMatch(each -> each.isJson() && (each.subtype().equals("json") || each.type().equals(ANY)));
        if (!written) {
            throw new StatusException(Status.notAcceptable(ROUTES, true));
        }
    }

    /// The form to answer in.
    ///
    /// @param offered the forms besides the object's own
    /// @throws StatusException when none is offered
    Form form(Predicate<Form> offered) {
        return clauses.stream()
                .filter(Clause::isJson)
                .map(Clause::form)
                .filter(form -> form.isOwn() || offered.test(form))
                .findFirst()
                .orElseThrow(() -> new StatusException(Status.notAcceptable(ONLY, false)));
    }

    /// The object's own form, where no other is offered.
    Form ownForm() {
        return form(Form::isOwn);
    }
}
