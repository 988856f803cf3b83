package dev.headroom.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files of the repository that seeds are made of, and inputs whose first byte chooses a mode.
final class Inputs {

    private static final Path ROOT = Path.of(System.getProperty("headroom.root", "../..")).toAbsolutePath().normalize();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Inputs() {}

    /// What a field of each recorded vector of a suite says, without those that have none.
    static List<byte[]> vectors(String suite, String field) {
        return records(suite).map(vector -> vector.path(field).asString("")).filter(text -> !text.isEmpty())
                .distinct().map(Inputs::bytes).toList();
    }

    /// The recorded vectors of a suite, such as `exposition/text`.
    static Stream<JsonNode> records(String suite) {
        var file = ROOT.resolve("prove/scenarios/vectors").resolve(suite + ".jsonl.gz");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            var lines = new String(unpacked.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return lines.stream().map(JSON::readTree);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The files of a folder of the repository with that ending.
    static List<byte[]> files(String folder, String ending) {
        try (var all = Files.walk(ROOT.resolve(folder))) {
            return all.filter(file -> file.toString().endsWith(ending) && !file.toString().contains("/target/"))
                    .sorted()
                    .map(Inputs::read)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    /// Each input behind a byte that chooses a mode.
    static List<byte[]> inMode(int mode, List<byte[]> inputs) {
        return inputs.stream().map(input -> inMode(mode, input)).toList();
    }

    static byte[] inMode(int mode, byte[] input) {
        var all = new byte[input.length + 1];
        all[0] = (byte) mode;
        System.arraycopy(input, 0, all, 1, input.length);
        return all;
    }

    /// The mode of an input, and the rest of it.
    static <T> T byMode(byte[] input, int modes, Moded<T> then) throws Exception {
        int mode = input.length == 0 ? 0 : Byte.toUnsignedInt(input[0]) % modes;
        return then.apply(mode, input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length));
    }

    /// Reads the rest of an input in its mode.
    @FunctionalInterface
    interface Moded<T> {
        T apply(int mode, byte[] rest) throws Exception;
    }

    /// Each text many times over: what calls itself for each of them runs out of stack.
    static List<byte[]> deep(String... parts) {
        return Stream.of(parts).map(part -> bytes(part.repeat(4_000))).toList();
    }

    /// Lists one after the other.
    @SafeVarargs
    static List<byte[]> together(List<byte[]>... lists) {
        return Stream.of(lists).flatMap(List::stream).map(Function.<byte[]>identity()).toList();
    }
}
