package dev.headroom.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The token file of the API server: a line `token,user,uid,"group,group"` for each user. A user keeps the token that
/// is in the file already.
final class Tokens {

    private static final int BYTES = 24;

    private final Path file;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    Tokens(Path file, List<User> users) {
        this.file = file;
        var before = before();
        var chance = new SecureRandom();
        var text = new StringBuilder();
        for (var user : users) {
            var bytes = new byte[BYTES];
            chance.nextBytes(bytes);
            var token = before.getOrDefault(user.name(), HexFormat.of().formatHex(bytes));
            tokens.put(user.name(), token);
            text.append(token).append(',').append(user.name()).append(',').append(user.name());
            text.append(",\"").append(String.join(",", user.groups())).append("\"\n");
        }
        SecretFile.write(file, text.toString());
    }

    private Map<String, String> before() {
        var before = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            for (var line : SecretFile.read(file).lines().toList()) {
                var parts = line.split(",", 3);
                before.put(parts[1], parts[0]);
            }
        }
        return before;
    }

    Path file() {
        return file;
    }

    /// Empty for somebody who is in no line.
    Optional<String> of(String user) {
        return Optional.ofNullable(tokens.get(user));
    }
}
