package dev.headroom.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.admission.Neighbourhood;
import dev.headroom.admission.Neighbourhood.Target;
import dev.headroom.kubernetes.Resource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is known of a cluster is a moment old, and nobody is refused for it.
class LiveNeighbourhoodTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final Rehearsal rehearsal = new Rehearsal(AdapterMode::new);

    @BeforeEach
    void know() {
        rehearsal.deployment("api", 1);
        rehearsal.scaledObject("api", "api", "");
        rehearsal.around().cache().start();
        rehearsal.pass(1);
    }

    /// Nothing that happens from now on is known.
    private void goDeaf() {
        rehearsal.server.breakWatches("a network");
    }

    private Neighbourhood around(String kind, String name, String target) {
        return around(Optional.empty(), kind, name, target);
    }

    private Neighbourhood around(Optional<String> namespace, String kind, String name, String target) {
        var around = rehearsal.around();
        JsonNode object = JSON.readTree("""
                {"kind": "%s", "metadata": {"namespace": "shop", "name": "%s"},
                 "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "%s"}}}
                """.formatted(kind, name, target));
        return new LiveNeighbourhood(
                        around.api(), around.cache(), around.kinds(), namespace, Optional::empty)
                .around(object);
    }

    private static List<String> names(Neighbourhood neighbourhood) {
        return neighbourhood.objects().stream()
                .map(each -> each.path("kind").asString("") + " " + each.path("metadata").path("name").asString(""))
                .toList();
    }

    @Test
    void anAutoscalerStandsBesideItsTargetAndTheOthersOfIt() {
        rehearsal.deployment("web", 1);
        rehearsal.scaledObject("other", "web", "");
        var found = around("HorizontalPodAutoscaler", "api", "api");
        assertEquals(Target.FOUND, found.target());
        assertEquals(List.of("Deployment api", "ScaledObject api"), names(found));
    }

    @Test
    void aTargetThatIsNotKnownYetIsAskedFor() {
        goDeaf();
        assertEquals(Target.MISSING, around("ScaledObject", "web", "web").target());
        rehearsal.deployment("web", 1);
        var found = around("ScaledObject", "web", "web");
        assertEquals(Target.FOUND, found.target());
        assertEquals(List.of("Deployment web"), names(found));
    }

    @Test
    void anotherAutoscalerThatIsGoneMeanwhileIsNone() {
        goDeaf();
        rehearsal.delete(Resource.SCALED_OBJECTS, "api");
        assertEquals(List.of("Deployment api"), names(around("HorizontalPodAutoscaler", "api", "api")));
    }

    @Test
    void whatNobodyAnswersIsHeldAgainstNobody() {
        rehearsal.server.fail("a network");
        var found = around("HorizontalPodAutoscaler", "api", "api");
        assertEquals(List.of("Deployment api"), names(found));
        assertEquals(Target.UNKNOWN, around("ScaledObject", "web", "web").target());
    }

    @Test
    void anAutoscalerThatAScaledObjectMakesIsNoNeighbour() {
        rehearsal.create(Resource.AUTOSCALERS, """
                {'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':'keda-hpa-api',
                  'ownerReferences':[{'kind':'ScaledObject','name':'api'}]},
                 'spec':{'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'api'}}}
                """);
        rehearsal.pass(1);
        assertEquals(
                List.of("Deployment api", "ScaledObject api"), names(around("HorizontalPodAutoscaler", "api", "api")));
    }

    @Test
    void outsideOfItsNamespaceAnOperatorKnowsNothing() {
        var elsewhere = around(Optional.of("lab"), "ScaledObject", "web", "web");
        assertEquals(Target.UNKNOWN, elsewhere.target());
        assertEquals(List.of(), elsewhere.kinds());
        assertEquals(Target.UNKNOWN, around("PrometheusRule", "web", "web").target());
    }
}
