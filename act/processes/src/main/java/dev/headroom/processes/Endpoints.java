package dev.headroom.processes;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// The Services as pods see them. Called on the loop.
interface Endpoints {

    /// The pods are these now; only those that serve get requests from here on.
    void update(List<PodStatus> pods);

    /// Completes when no request is with that pod any more. It must not serve at the last [#update].
    CompletionStage<Void> drained(String namespace, String pod);

    /// How containers of a namespace find its Services (`NAME_SERVICE_HOST`, `NAME_SERVICE_PORT`).
    Map<String, String> links(String namespace);
}
