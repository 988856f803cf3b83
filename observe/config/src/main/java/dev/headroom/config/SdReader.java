package dev.headroom.config;

import dev.headroom.config.SdConfig.Attached;
import dev.headroom.config.SdConfig.Group;
import dev.headroom.config.SdConfig.Role;
import dev.headroom.manifests.Field;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the service discoveries that stand among the keys of a section.
final class SdReader {

    /// Discoveries of Prometheus that are not built in here.
    private static final List<String> UNSUPPORTED = List.of(
            "aws", "azure", "consul", "digitalocean", "docker", "dockerswarm", "ec2", "eureka", "gce", "hetzner",
            "ionos", "kuma", "lightsail", "linode", "marathon", "nerve", "nomad", "openstack", "outscale",
            "ovhcloud", "puppetdb", "scaleway", "serverset", "stackit", "triton", "uyuni", "vultr");
    private static final Pattern FILE_NAME =
            Pattern.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)", Pattern.DOTALL);

    private SdReader() {}

    static List<SdConfig> read(Section section) {
        var all = new ArrayList<SdConfig>();
        if (section.has("static_configs")) {
            all.add(new SdConfig.Static(section.items("static_configs").stream()
                    .map(item -> group(section.item(present(item, "static_configs"), "static_configs")))
                    .toList()));
        }
        each(section, "file_sd_configs", all, SdReader::file);
        each(section, "http_sd_configs", all, SdReader::http);
        each(section, "dns_sd_configs", all, SdReader::dns);
        each(section, "kubernetes_sd_configs", all, SdReader::kubernetes);
        for (var kind : UNSUPPORTED) {
            var key = kind + "_sd_configs";
            if (section.has(key)) {
                section.ignored(key, "this discovery is not built in, and finds nothing; write what it found into files"
                        + " for file_sd_configs");
                all.add(new SdConfig.Unsupported(key));
            }
        }
        return all;
    }

    private static void each(
            Section section, String key, List<SdConfig> all, Function<Section, SdConfig> reader) {
        for (var item : section.items(key)) {
            var config = section.item(present(item, key), key);
            all.add(reader.apply(config));
            config.close();
        }
    }

    private static Field present(Field item, String key) {
        if (item.isMissing()) {
            throw item.wrong("a section of " + key, "an empty or null one");
        }
        return item;
    }

    /// A group of targets, in a configuration or in a file of groups.
    static Group group(Section section) {
        var group = new Group(section.texts("targets"), section.map("labels"));
        if (group.labels().containsKey("")) {
            throw section.wrong("labels", "label names", "an empty one");
        }
        section.close();
        return group;
    }

    private static SdConfig file(Section section) {
        var files = section.texts("files");
        if (files.isEmpty()) {
            throw section.wrong("at least one file", "none");
        }
        for (var file : files) {
            if (!FILE_NAME.matcher(file).matches()) {
                throw section.wrong("files", "names that end with .json, .yml or .yaml, with a * in the last part only",
                        '"' + file + '"');
            }
        }
        return new SdConfig.File(section.paths("files"), section.duration("refresh_interval", Duration.ofMinutes(5)));
    }

    private static SdConfig http(Section section) {
        var url = section.text("url");
        try {
            var parsed = new URI(url);
            var scheme = String.valueOf(parsed.getScheme());
            boolean usable = scheme.equals("http") || scheme.equals("https");
            if (!usable || parsed.getAuthority() == null) {
                throw section.wrong("url", "a URL that begins with http:// or https://", '"' + url + '"');
            }
        } catch (URISyntaxException wrong) {
            throw section.wrong("url", "a URL", '"' + url + "\": " + wrong.getReason());
        }
        return new SdConfig.Http(
                url, section.duration("refresh_interval", Duration.ofMinutes(1)), HttpClientReader.read(section));
    }

    private static SdConfig dns(Section section) {
        var names = section.texts("names");
        if (names.isEmpty()) {
            throw section.wrong("at least one name", "none");
        }
        var type = section.text("type", "SRV").toUpperCase(Locale.ROOT);
        int port = section.at("port").integer(0);
        switch (type) {
            case "SRV" -> {}
            case "A", "AAAA", "MX", "NS" -> {
                if (port == 0) {
                    throw section.wrong("a port for records other than SRV", "none");
                }
            }
            case String other -> throw section.wrong("type", "one of SRV, A, AAAA, MX, NS", '"' + other + '"');
        }
        return new SdConfig.Dns(names, type, port, section.duration("refresh_interval", Duration.ofSeconds(30)));
    }

    private static SdConfig kubernetes(Section section) {
        var role = role(section);
        section.ignored("kubeconfig_file", "a kubeconfig is not read; the objects are those of the cluster around");
        var attached = section.section("attach_metadata").map(SdReader::attached).orElse(Attached.NOTHING);
        var namespaces = new ArrayList<String>();
        var own = new boolean[1];
        section.section("namespaces").ifPresent(where -> {
            own[0] = where.truth("own_namespace", false);
            namespaces.addAll(where.texts("names"));
            where.close();
        });
        var selectors = new ArrayList<SdConfig.Selector>();
        for (var item : section.items("selectors")) {
            selectors.add(selector(section.item(item, "selectors"), role, selectors));
        }
        return new SdConfig.Kubernetes(
                role, section.text("api_server"), namespaces, own[0], selectors, attached,
                HttpClientReader.read(section));
    }

    private static SdConfig.Selector selector(Section section, Role role, List<SdConfig.Selector> before) {
        var read = new SdConfig.Selector(role(section), section.text("label"), section.text("field"));
        var allowed = switch (role) {
            case POD -> Set.of(Role.POD, Role.NODE);
            case ENDPOINTS, ENDPOINTSLICE -> Set.of(Role.POD, Role.SERVICE, role);
            case NODE, SERVICE, INGRESS -> Set.of(role);
        };
        if (!allowed.contains(read.role())) {
            var words = allowed.stream().map(each -> each.name().toLowerCase(Locale.ROOT)).sorted().toList();
            throw section.wrong("role", "one of " + String.join(", ", words) + " for targets of this role",
                    '"' + section.text("role") + '"');
        }
        if (before.stream().anyMatch(each -> each.role() == read.role())) {
            throw section.wrong("role", "one selector a role", "a second one for \"" + section.text("role") + '"');
        }
        try {
            LabelSelector.parse(read.label());
        } catch (LabelSelectorException wrong) {
            throw section.wrong("label", "a label selector", '"' + read.label() + "\": " + wrong.getMessage());
        }
        for (var term : read.field().split(",", -1)) {
            if (!term.isBlank() && !term.contains("=")) {
                throw section.wrong("field", "a field selector such as spec.nodeName=a", '"' + read.field() + '"');
            }
        }
        section.close();
        return read;
    }

    private static Attached attached(Section section) {
        var read = new Attached(
                section.truth("node", false),
                section.truth("namespace", false),
                section.truth("deployment", false),
                section.truth("job", false),
                section.truth("cronjob", false));
        section.close();
        return read;
    }

    private static Role role(Section section) {
        var roles = Map.of(
                "node", Role.NODE, "service", Role.SERVICE, "pod", Role.POD, "endpoints", Role.ENDPOINTS,
                "endpointslice", Role.ENDPOINTSLICE, "ingress", Role.INGRESS);
        var word = section.text("role");
        var role = roles.get(word);
        if (role == null) {
            throw section.wrong("role", "one of " + String.join(", ", roles.keySet().stream().sorted().toList()),
                    '"' + word + '"');
        }
        return role;
    }

    /// Refuses targets that are URLs, which only relabelling could make sense of.
    static void checkAddresses(Section section, List<SdConfig> discoveries) {
        for (var discovery : discoveries) {
            if (discovery instanceof SdConfig.Static written) {
                written.groups().stream()
                        .flatMap(group -> group.targets().stream())
                        .filter(target -> target.contains("/"))
                        .findFirst()
                        .ifPresent(target -> {
                            throw section.wrong("static_configs", "targets of the form host:port", '"' + target + '"');
                        });
            }
        }
    }
}
