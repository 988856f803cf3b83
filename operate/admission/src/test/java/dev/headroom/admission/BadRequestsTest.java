package dev.headroom.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes and is no review: one line each, and never an admission.
class BadRequestsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~                     | expected an AdmissionReview of admission.k8s.io/v1 in JSON, got nothing
            hello                  | in JSON, got 5 bytes that are none: Unrecognized token 'hello'
            {"apiVersion":         | in JSON, got 14 bytes that are none
            []                     | expected apiVersion: admission.k8s.io/v1, got none
            {"apiVersion": "admission.k8s.io/v1beta1"} | apiVersion: admission.k8s.io/v1, got "admission.k8s.io/v1beta1"
            {"apiVersion": "admission.k8s.io/v1"} | expected kind: AdmissionReview, got none
            {V, "kind": "Pod"}     | expected kind: AdmissionReview, got "Pod"
            {V, K}                 | AdmissionReview: expected request with an object in it, got none
            {V, K, "request": 3}   | expected request with an object in it, got 3
            {V, K, "request": {}}  | expected request.uid, got none
            {V, K, "request": {"uid": 7}} | expected request.uid, got 7
            {V, K, "request": {"uid": "a"}} | expected request.operation, got none
            {V, K, "request": {"uid": "a", "operation": "CREATE"}} | expected request.object for CREATE, got none
            {V, K, "request": {"uid": "a", "operation": "CREATE", "object": []}} | request.object with metadata, got []
            {V, K, "request": {"uid": "a", "operation": "CREATE", "object": {"metadata": {}}}} | object.apiVersion
            """)
    void eachIsRefusedInOneLine(String body, String words) {
        var text = body.replace("{V", "{\"apiVersion\": \"admission.k8s.io/v1\"")
                .replace(", K", ", \"kind\": \"AdmissionReview\"");
        var answer = new Shop().reviews().answer(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(400, answer.status(), answer::body);
        assertTrue(answer.body().contains(words), answer::body);
        assertEquals(1, answer.body().lines().count(), answer::body);
    }

    /// Objects that nobody would write, each answered, none a defect.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "spec": 3
            "spec": []
            "spec": {"triggers": {}}
            "spec": {"triggers": [3, null, []], "scaleTargetRef": "web"}
            "spec": {"scaleTargetRef": {"name": {}}, "triggers": [{"type": 4, "metadata": {"query": 5}}]}
            "spec": {"minReplicaCount": "many", "fallback": [], "advanced": {"scalingModifiers": {"formula": "("}}}
            "spec": {"a\\nb": {"": "\\u0000"}}
            """)
    void whateverAnObjectHoldsThereIsAnAnswer(String spec) {
        for (var kind : new String[] {"ScaledObject", "HorizontalPodAutoscaler", "PrometheusRule", "ServiceMonitor",
            "PodMonitor", "TriggerAuthentication", "Other"}) {
            var object = Shop.JSON.readTree("{\"apiVersion\": \"x/v1\", \"kind\": \"" + kind
                    + "\", \"metadata\": {\"name\": \"web\", \"labels\": []}, " + spec + "}");
            var shop = new Shop().with(Shop.JSON.readTree("{\"kind\": 3, \"metadata\": []}")).with(object);
            var review = shop.review("CREATE", object, java.util.Optional.empty());
            assertEquals(200, shop.reviews().answer(review.toString().getBytes(StandardCharsets.UTF_8)).status());
        }
    }
}
