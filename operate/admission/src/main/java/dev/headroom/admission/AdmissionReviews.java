package dev.headroom.admission;

import dev.headroom.admission.ReviewRequest.ReviewException;
import dev.headroom.keda.Admission.Run;
import dev.headroom.keda.ResourceKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.json.JsonMapper;

/// AdmissionReviews of `admission.k8s.io/v1`, answered. Errors that an object did not have before refuse it, everything
/// else above an info is a warning.
public final class AdmissionReviews {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String EXAMPLE = """
            {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject",
             "metadata": {"name": "example", "namespace": "example"},
             "spec": {"scaleTargetRef": {"name": "example"}, "triggers": [{"type": "prometheus", "metadata": {
                 "serverAddress": "http://prometheus:9090", "threshold": "1",
                 "query": "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))"}}]}}
            """;

    private final Cluster cluster;
    private final LongAdder admitted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder malformed = new LongAdder();

    public AdmissionReviews(Cluster cluster) {
        this.cluster = cluster;
    }

    /// @param status of HTTP: 200 with an AdmissionReview, or 400 with a line that says what is wrong with the request,
    ///     upon which an API server does what its `failurePolicy` says
    public record Answer(int status, String body) {}

    /// Judges an example. The first time takes seconds, in which much is loaded, and an API server waits for few.
    public void prepare() {
        var told = Inspection.of(
                JSON.readTree(EXAMPLE),
                new Neighbourhood(
                        Neighbourhood.Target.MISSING, List.of(), List.of(ResourceKind.DEPLOYMENT), Optional.empty()),
                Run.REAL);
        if (Ruling.of(told, List.of()).admits()) {
            throw new IllegalStateException("the example has an error, and it was not found: " + told);
        }
    }

    /// @param body of the request
    public Answer answer(byte[] body) {
        try {
            var request = ReviewRequest.read(body);
            var ruling = request.asksSomething() ? ruling(request) : Ruling.SILENT;
            (ruling.admits() ? admitted : refused).increment();
            return new Answer(200, json(request, ruling));
        } catch (ReviewException wrong) {
            malformed.increment();
            return new Answer(400, wrong.getMessage() + "\n");
        }
    }

    private Ruling ruling(ReviewRequest request) {
        var object = request.object().orElseThrow();
        var around = cluster.around(object);
        var run = request.dryRun() ? Run.DRY : Run.REAL;
        var now = Inspection.of(object, around, run);
        return Ruling.of(now, request.old().map(each -> Inspection.of(each, around, run)).orElse(List.of()));
    }

    private static String json(ReviewRequest request, Ruling ruling) {
        var review = JSON.createObjectNode()
                .put("apiVersion", ReviewRequest.API_VERSION)
                .put("kind", ReviewRequest.KIND);
        var response = review.putObject("response").put("uid", request.uid()).put("allowed", ruling.admits());
        if (!ruling.admits()) {
            response.putObject("status")
                    .put("status", "Failure")
                    .put("code", 422)
                    .put("message", Wording.refusal(ruling.refused()));
        }
        var warnings = Wording.warnings(ruling.warned());
        if (!warnings.isEmpty()) {
            var list = response.putArray("warnings");
            warnings.forEach(list::add);
        }
        return review.toString();
    }

    /// How many objects were admitted, with or without warnings.
    public long admitted() {
        return admitted.sum();
    }

    public long refused() {
        return refused.sum();
    }

    /// How many requests were no reviews.
    public long malformed() {
        return malformed.sum();
    }
}
