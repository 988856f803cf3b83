package dev.headroom.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.kubernetes.Informer.Scope;
import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class InformerTest {

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T12:00:00Z"));
    private final MemoryApi server = new MemoryApi(timeline);
    private final List<String> told = new ArrayList<>();
    private final Informer<String> informer = new Informer<>(
            server,
            timeline,
            Scope.of(Resource.CONFIG_MAPS, Optional.empty()),
            new Random(1),
            object -> Optional.of(object.path("data").path("word").asString("")),
            (key, before, after) -> told.add(key + " " + before.orElse("-") + " " + after.orElse("-")));

    private static ObjectNode map(String name, String word) {
        var object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", name);
        object.putObject("data").put("word", word);
        return object;
    }

    private void create(String name, String word) {
        server.send(Request.create(Resource.CONFIG_MAPS.path(Optional.of("shop")), map(name, word)));
    }

    private void change(String name, String word) {
        server.send(Request.merge(Resource.CONFIG_MAPS.path("shop", name), map(name, word)));
    }

    private void delete(String name) {
        server.send(Request.delete(Resource.CONFIG_MAPS.path("shop", name), JsonNodeFactory.instance.objectNode()));
    }

    private void pass(int seconds) {
        timeline.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void whatIsThereIsListedAndWhatHappensIsHeard() {
        create("a", "one");
        informer.start();
        pass(1);
        assertTrue(informer.isSynced());
        create("b", "two");
        change("a", "uno");
        delete("b");
        pass(1);
        assertEquals(List.of("shop/a - one", "shop/b - two", "shop/a one uno", "shop/b two -"), told);
        assertEquals(Optional.of("uno"), informer.find("shop/a"));
    }

    @Test
    void aListOfManyPagesIsOneList() {
        for (int i = 0; i < 2 * Informer.PAGE + 7; i++) {
            create("map-" + i, "word");
        }
        informer.start();
        pass(1);
        assertEquals(2 * Informer.PAGE + 7, informer.objects().size());
    }

    @Test
    void aWatchThatBreaksGoesOnWhereItWas() {
        create("a", "one");
        informer.start();
        pass(1);
        server.breakWatches("connection reset");
        change("a", "two");
        change("a", "three");
        pass(5);
        assertEquals(List.of("shop/a - one", "shop/a one two", "shop/a two three"), told);
        assertEquals(1, server.watches());
    }

    @Test
    void whatTheServerHasForgottenIsListedAgainAndDeletionsAreFound() {
        create("a", "one");
        create("b", "two");
        informer.start();
        pass(1);
        server.breakWatches("connection reset");
        delete("b");
        change("a", "uno");
        server.forget();
        pass(5);
        assertEquals(List.of("shop/a - one", "shop/b - two", "shop/b two -", "shop/a one uno"), told);
        change("a", "eins");
        pass(1);
        assertEquals("shop/a uno eins", told.getLast());
    }

    @Test
    void aBookmarkKeepsAQuietWatchFromBeingForgotten() {
        create("a", "one");
        informer.start();
        pass(1);
        server.send(Request.create(Resource.SECRETS.path(Optional.of("shop")), map("s", "x")));
        server.forget();
        server.bookmark();
        server.breakWatches("");
        int before = server.watches();
        pass(1);
        assertEquals(before + 1, server.watches());
        assertEquals(List.of("shop/a - one"), told);
    }

    @Test
    void anOutageIsWaitedOutWithLongerAndLongerBreaks() {
        create("a", "one");
        informer.start();
        pass(1);
        var asked = new int[1];
        server.beforeEach(() -> asked[0]++);
        server.fail("connection refused");
        pass(600);
        assertTrue(asked[0] > 30 && asked[0] < 70, asked[0] + " attempts in ten minutes");
        assertTrue(informer.trouble().contains("connection refused"), informer.trouble());
        assertEquals(Optional.of("one"), informer.find("shop/a"), "what was known stays known");
        server.recover();
        change("a", "two");
        pass(20);
        assertEquals("shop/a one two", told.getLast());
        assertFalse(informer.trouble().contains("refused"), informer.trouble());
    }

    @Test
    void aWatchThatLastedForgivesWhatFailedBefore() {
        create("a", "one");
        informer.start();
        pass(1);
        server.fail("connection refused");
        pass(60);
        server.recover();
        pass(20);
        server.breakWatches("connection reset");
        change("a", "two");
        pass(2);
        assertEquals("shop/a one two", told.getLast());
    }

    @Test
    void aWatchThatSaysNothingForTooLongIsOpenedAgain() {
        create("a", "one");
        informer.start();
        pass(1);
        assertEquals(1, server.watches());
        pass((int) Informer.SILENCE.toSeconds() + 60);
        assertEquals(2, server.watches(), "the silent one is dead, and the server does not know it");
        change("a", "two");
        pass(1);
        assertEquals(List.of("shop/a - one", "shop/a one two"), told, "what the dead one says counts no more");
    }

    @Test
    void objectsOfANamespaceAreFoundTogether() {
        create("a", "one");
        informer.start();
        pass(1);
        assertEquals(List.of("one"), informer.in("shop"));
        assertEquals(List.of(), informer.in("sho"));
        assertEquals(new TreeMap<>(informer.objects()).firstKey(), "shop/a");
    }
}
