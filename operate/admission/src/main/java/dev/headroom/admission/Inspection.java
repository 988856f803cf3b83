package dev.headroom.admission;

import dev.headroom.check.Check;
import dev.headroom.drafts.DraftReader;
import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Observed;
import dev.headroom.drafts.Severity;
import dev.headroom.keda.Admission.Run;
import dev.headroom.keda.ScaledObject;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.Yaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What is wrong with an object among those that are there: what the rules find with it and not without it, and what
/// KEDA would refuse.
final class Inspection {

    private static final Drafts.Settings SETTINGS = new Drafts.Settings(
            Optional.empty(), Optional.empty(), Observed.NOTHING, Drafts.Stage.ADMITTED);
    private static final String HPA = "HorizontalPodAutoscaler";
    private static final String NOT_OWNED = "validations.keda.sh/hpa-ownership";
    private static final String TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership";

    private final JsonNode object;
    private final Neighbourhood around;
    private final List<JsonNode> neighbours;
    private final ObjectText text;
    private final List<ObjectText> others;

    private Inspection(JsonNode object, Neighbourhood around) {
        this.object = object;
        this.around = around;
        this.text = ObjectText.judged(object);
        // Of a generated autoscaler, its ScaledObject is what is there; one without goes, too.
        this.neighbours = around.objects().stream()
                .filter(each -> !Names.of(each).equals(Names.of(object)) && !isGenerated(each))
                .toList();
        this.others = neighbours.stream()
                .filter(each -> isRead(each, object))
                .map(ObjectText::there)
                .toList();
    }

    /// Errors and warnings.
    static List<Told> of(JsonNode object, Neighbourhood around, Run run) {
        return new Inspection(object, around).told(run);
    }

    private List<Told> told(Run run) {
        var annotations = Annotations.of(object);
        Manifest manifest;
        try {
            manifest = Manifest.of(Yaml.read(text.source().name(), text.source().text()).getFirst());
        } catch (ManifestException wrong) {
            return List.of(new Told(
                    "document-unknown", Severity.WARNING, "", "it cannot be checked: " + wrong.getMessage()));
        }
        var told = new ArrayList<>(found());
        var errors = told.stream()
                .filter(each -> each.severity() == Severity.ERROR)
                .map(Told::rule)
                .collect(Collectors.toSet());
        told.addAll(new KedaAdmission(around, manifests()).told(manifest, run, errors));
        if (told.stream().noneMatch(each -> each.rule().equals(KedaAdmission.RULE)
                && each.message().endsWith("not found"))) {
            told.addAll(targetMissing());
        }
        return Stream.concat(told.stream(), annotations.wrong().stream())
                .filter(each -> !annotations.ignored().contains(each.rule()))
                .map(each -> new Told(each.rule(), each.severity(), each.path(), text.words(each.message())))
                .toList();
    }

    /// By the rules: what they find without the object is not its fault.
    private List<Told> found() {
        var without = new HashSet<>(Check.findings(drafts(Stream.empty())));
        return Check.findings(drafts(Stream.of(text))).stream()
                .filter(finding -> finding.severity() != Severity.INFO && !without.contains(finding))
                .map(this::told)
                .toList();
    }

    private Drafts drafts(Stream<ObjectText> judged) {
        var reader = new DraftReader(SETTINGS);
        around.scraped().ifPresent(reader::file);
        // The last one is the one that comes too late.
        Stream.concat(others.stream(), judged).forEach(each -> reader.file(each.source()));
        return reader.drafts();
    }

    private Told told(Finding finding) {
        var message = finding.message();
        for (var other : others) {
            message = other.words(message);
        }
        if (around.scraped().isPresent()) {
            var name = around.scraped().get().name();
            message = message.replaceAll(Pattern.quote(name) + ":\\d+(:\\d+)?", Matcher.quoteReplacement(name));
        }
        var path = path(finding.place());
        // Some readers say the path themselves.
        return new Told(
                finding.rule(),
                finding.severity(),
                path,
                message.startsWith(path + ": ") ? message.substring(path.length() + 2) : message);
    }

    private String path(Field.Place place) {
        return others.stream()
                .filter(each -> each.source().name().equals(place.file()))
                .findFirst()
                .map(each -> each.source().name() + ", " + each.path(place))
                .orElseGet(() -> text.path(place));
    }

    private List<Manifest> manifests() {
        var read = new ArrayList<Manifest>();
        for (var each : neighbours) {
            try {
                var there = ObjectText.there(each).source();
                read.add(Manifest.of(Yaml.read(there.name(), there.text()).getFirst()));
            } catch (ManifestException _) {
                // It is judged when it is applied itself.
            }
        }
        return read;
    }

    private List<Told> targetMissing() {
        var ref = object.path("spec").path("scaleTargetRef");
        if (around.target() != Neighbourhood.Target.MISSING) {
            return List.of();
        }
        return List.of(new Told(
                "target-missing",
                Severity.WARNING,
                "spec.scaleTargetRef.name",
                Names.of(object) + ": expected " + ref.path("kind").asString("Deployment") + " "
                        + object.path("metadata").path("namespace").asString("") + "/" + ref.path("name").asString("")
                        + " in the cluster, got none: an autoscaler without a target does nothing; apply it, or check"
                        + " the name, the kind and the namespace"));
    }

    /// Whether rules look at another object beside this one. Whose autoscaler one is, KEDA's own check knows better.
    private static boolean isRead(JsonNode other, JsonNode object) {
        if (other.path("kind").asString("").equals(ScaledObject.KIND)) {
            return !isLeftAlone(object);
        }
        if (!other.path("kind").asString("").equals(HPA)) {
            return true;
        }
        boolean judgedByKeda = object.path("kind").asString("").equals(ScaledObject.KIND)
                && "true".equals(annotation(object, TRANSFER));
        return !isLeftAlone(other) && !judgedByKeda;
    }

    /// A HorizontalPodAutoscaler that KEDA is told not to mind.
    private static boolean isLeftAlone(JsonNode object) {
        return object.path("kind").asString("").equals(HPA) && "false".equals(annotation(object, NOT_OWNED));
    }

    private static String annotation(JsonNode object, String name) {
        return object.path("metadata").path("annotations").path(name).asString("");
    }

    /// Whether a ScaledObject stands behind it.
    static boolean isGenerated(JsonNode object) {
        return object.path("kind").asString("").equals(HPA)
                && object.path("metadata").path("ownerReferences").valueStream()
                        .anyMatch(each -> each.path("kind").asString("").equals(ScaledObject.KIND));
    }
}
