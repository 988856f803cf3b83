package dev.headroom.config;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Yaml;
import java.util.Set;

/// A configuration for people to look at: as written, without comments and without its secrets.
public final class ConfigText {

    private static final Set<String> SECRET_KEYS = Set.of(
            "password", "bearer_token", "credentials", "client_secret", "client_certificate_key", "key", "secrets",
            "secret_key", "proxy_connect_header");
    private static final String SECRET = "<secret>";

    private ConfigText() {}

    /// The YAML of a configuration that was read before.
    public static String shown(String name, String text) {
        var out = new StringBuilder();
        for (var document : Yaml.read(name, text)) {
            write(out, document, "", false);
            break;
        }
        return out.toString();
    }

    private static void write(StringBuilder out, Field field, String indent, boolean secret) {
        switch (field) {
            case Field.Mapping mapping -> mapping.fields().forEach((key, value) -> {
                out.append(startOfLine(out) ? indent : "").append(quoted(key, false)).append(':');
                nested(out, value, indent, secret || SECRET_KEYS.contains(key));
            });
            case Field.Sequence sequence -> sequence.items().forEach(item -> {
                out.append(startOfLine(out) ? indent : "").append("- ");
                if (item instanceof Field.Scalar || item instanceof Field.Missing) {
                    write(out, item, indent, secret);
                    out.append('\n');
                } else {
                    write(out, item, indent + "  ", secret);
                }
            });
            case Field.Scalar scalar ->
                out.append(secret ? SECRET : quoted(withoutPassword(scalar.text()), scalar.quoted()));
            case Field.Missing _ -> out.append("null");
        }
    }

    private static void nested(StringBuilder out, Field value, String indent, boolean secret) {
        switch (value) {
            case Field.Scalar _, Field.Missing _ -> {
                out.append(' ');
                write(out, value, indent, secret);
                out.append('\n');
            }
            case Field.Mapping mapping -> {
                out.append(mapping.fields().isEmpty() ? " {}\n" : "\n");
                write(out, mapping, indent + "  ", secret);
            }
            case Field.Sequence sequence -> {
                out.append(sequence.items().isEmpty() ? " []\n" : "\n");
                write(out, sequence, indent + "  ", secret);
            }
        }
    }

    private static boolean startOfLine(StringBuilder out) {
        return out.isEmpty() || out.charAt(out.length() - 1) == '\n';
    }

    /// A URL without the password in front of its host.
    private static String withoutPassword(String text) {
        return text.replaceFirst("^(\\w+://[^/@:]*):[^/@]*@", "$1:" + SECRET + "@");
    }

    private static String quoted(String text, boolean always) {
        boolean plain = !always && text.matches("[A-Za-z0-9_./:<>-]*[A-Za-z0-9_./<>]");
        return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
