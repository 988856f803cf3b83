package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Access;
import dev.headroom.controlplane.User;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The release `scale` in a namespace of its own, and the process that its StatefulSet would run, because nobody runs
/// pods here.
///
/// @param folder for files of the process
record InstalledChart(TestBed bed, Path folder, String namespace) {

    /// What its objects are called.
    static final String NAME = "scale-headroom";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PAGES = Pattern.compile("pages at http://0\\.0\\.0\\.0:(\\d+)");

    static InstalledChart of(TestBed bed, Path folder, String values) {
        var chart = new InstalledChart(bed, folder, bed.namespace("scaling"));
        var rendered = Helm.template("scale", chart.namespace(), "--set=persistence.enabled=false," + values);
        assertEquals(0, rendered.status(), rendered::output);
        chart.apply(rendered.output());
        return chart;
    }

    private void apply(String manifests) {
        var answer = bed.kubectl(
                User.ADMIN, manifests, "apply", "--server-side", "--warnings-as-errors", "-f", "-");
        assertEquals(0, answer.status(), answer::output);
    }

    /// The Service of the chart selects pods; its name leads to this machine instead.
    void leadHere() {
        assertEquals(0, bed.kubectl("delete", "service", NAME, "-n", namespace).status());
        apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: %s}
                spec: {type: ExternalName, externalName: localhost}
                """
                .formatted(NAME, namespace));
    }

    String account() {
        return "system:serviceaccount:" + namespace + ":" + NAME;
    }

    /// With the arguments of the container but for ports and the folder, and as its account.
    ///
    /// @param ports by option, such as `--metrics-listen`
    OperatorProcess operator(Map<String, Integer> ports) {
        var token = bed.kubectl("create", "token", NAME, "-n", namespace, "--duration=1h");
        assertEquals(0, token.status(), token::output);
        var admin = bed.controlPlane().access(User.ADMIN);
        var access = new Access(
                admin.url(), admin.authority(), NAME, token.output().strip());
        var kubeconfig = folder.resolve(namespace + ".kubeconfig");
        var arguments = new ArrayList<String>();
        container().path("args").forEach(argument -> arguments.add(here(argument.asString(""), ports)));
        arguments.add("--kubeconfig=" + kubeconfig);
        try {
            Files.writeString(kubeconfig, access.kubeconfig());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new OperatorProcess(folder.resolve(namespace + ".log"), arguments);
    }

    private String here(String argument, Map<String, Integer> ports) {
        var option = argument.split("=", 2)[0];
        if (option.equals("--data")) {
            return option + "=" + folder.resolve("data-" + namespace);
        }
        return option.endsWith("listen")
                ? argument.replaceAll(":\\d+$", ":" + ports.getOrDefault(option, 0))
                : argument;
    }

    JsonNode container() {
        var answer = bed.kubectl("get", "statefulset", NAME, "-n", namespace, "-o", "json");
        assertEquals(0, answer.status(), answer::output);
        return JSON.readTree(answer.output()).at("/spec/template/spec/containers/0");
    }

    static String page(OperatorProcess operator, String path) {
        var said = PAGES.matcher(operator.said());
        assertTrue(said.find(), operator::said);
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + said.group(1) + path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }
}
