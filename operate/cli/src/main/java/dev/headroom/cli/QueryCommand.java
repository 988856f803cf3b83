package dev.headroom.cli;

import dev.headroom.inspection.Moment;
import dev.headroom.inspection.Pages;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `headroom query`: PromQL by hand, printed as promtool prints it.
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Asks a running Headroom, or any Prometheus, one PromQL query; in a cluster an operator that"
                + " scrapes.",
        footer = {
            "",
            "Examples:",
            "  headroom query up",
            "  headroom query 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[1m])))'",
            "  headroom query --start -5m --step 15s 'sum(http_requests_in_flight)'",
            "An empty answer is no error (exit status 0): nothing matched, or the window held too few samples."
        })
final class QueryCommand implements Callable<Integer> {

    @Parameters(paramLabel = "EXPR", description = "the query")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String expression;

    @Mixin
    private final Asked.Choice choice = new Asked.Choice();

    @Option(names = "--time", paramLabel = "TIME", description = "evaluate at this time (RFC 3339 or Unix seconds)")
    private @Nullable String time;

    @Option(names = "--start", paramLabel = "TIME", description = "range query from here; -5m means five minutes ago")
    private @Nullable String start;

    @Option(names = "--end", paramLabel = "TIME", description = "range query up to here (default: now)")
    private @Nullable String end;

    @Option(names = "--step", paramLabel = "DURATION", description = "step of a range (default: ${DEFAULT-VALUE})")
    private String step = "15s";

    @Option(names = "--json", description = "print the server's JSON answer")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (var asked = choice.open(spec)) {
            return answered(asked.pages());
        }
    }

    private int answered(Pages client) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("query", expression);
        JsonNode answer;
        if (start == null) {
            if (time != null) {
                parameters.put("time", time);
            }
            answer = client.ask("/api/v1/query", parameters);
        } else {
            var now = new Moment();
            parameters.put("start", now.parse("--start", start));
            parameters.put("end", end == null ? now.text() : now.parse("--end", end));
            parameters.put("step", step);
            answer = client.ask("/api/v1/query_range", parameters);
        }
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else if (!answer.path("status").asString("").equals("success")) {
            throw new UserError(answer.path("error").asString("no answer"));
        } else {
            print(answer.path("data"), out);
            answer.path("warnings").forEach(warning -> err("warning: " + warning.asString()));
            answer.path("infos").forEach(info -> err("info: " + info.asString()));
        }
        return answer.path("status").asString("").equals("success") ? ExitStatus.DONE : ExitStatus.WRONG_INPUT;
    }

    private void err(String line) {
        spec.commandLine().getErr().println(line);
    }

    private static void print(JsonNode data, PrintWriter out) {
        var result = data.path("result");
        switch (data.path("resultType").asString("")) {
            case "scalar" -> out.println("scalar: " + point(result));
            case "string" -> out.println(result.path(1).asString());
            case "vector" -> result.forEach(element ->
                    out.println(series(element.path("metric")) + " => " + point(element.path("value"))));
            default -> result.forEach(row -> {
                out.println(series(row.path("metric")) + " =>");
                row.path("values").forEach(value -> out.println(point(value)));
            });
        }
    }

    private static String point(JsonNode pair) {
        return pair.path(1).asString() + " @[" + pair.path(0).asString() + "]";
    }

    private static String series(JsonNode metric) {
        var labels = new StringBuilder();
        for (var entry : metric.properties()) {
            if (!entry.getKey().equals("__name__")) {
                labels.append(labels.isEmpty() ? "" : ", ")
                        .append(entry.getKey())
                        .append("=\"")
                        .append(entry.getValue().asString())
                        .append('"');
            }
        }
        return metric.path("__name__").asString("") + "{" + labels + "}";
    }
}
