package dev.headroom.apiserver;

import dev.headroom.apiserver.Authenticator.Shown;
import dev.headroom.metricsapi.ApiAnswer;
import dev.headroom.metricsapi.ApiRequest;

/// What stands behind an [ApiServer]. Called on a virtual thread for each request.
interface Answering {

    /// Whether a request is answered however many are under way.
    boolean isOpen(ApiRequest request);

    /// Whether requests are answered when their bodies have come; otherwise bodies are thrown away.
    boolean readsBody();

    /// @param body empty unless bodies are read
    /// @param peer the address that the request came from, for the line of a refusal
    ApiAnswer answer(ApiRequest request, Shown shown, byte[] body, String peer);
}
