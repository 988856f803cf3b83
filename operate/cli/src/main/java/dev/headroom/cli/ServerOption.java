package dev.headroom.cli;

import picocli.CommandLine.Option;

/// The option that names the running Headroom to ask.
final class ServerOption {

    @Option(names = "--url", paramLabel = "URL", description = "the running Headroom (default: ${DEFAULT-VALUE})")
    private String url = ServerClient.DEFAULT_URL;

    ServerClient client() {
        return new ServerClient(url);
    }
}
