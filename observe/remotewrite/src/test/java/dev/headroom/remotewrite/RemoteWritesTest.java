package dev.headroom.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.SimulatedDisk.Ending;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.remotewrite.FakeReceiver.Fault;
import dev.headroom.tsdb.Exemplars;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a receiver of remote write gets, and when.
class RemoteWritesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RemoteRig rig = new RemoteRig(1);

    @Test
    void everythingThatIsStoredArrives() {
        rig.run(MINUTE.multipliedBy(10), 30);
        rig.pass(MINUTE);
        assertEquals(rig.committed, rig.received());
        assertEquals(40 * 30, rig.queue().samples().sent());
        assertEquals(0, rig.queue().samples().pending());
    }

    @Test
    void aSampleWaitsForOthersUntilTheDeadlineAndAFullBatchDoesNot() {
        rig.with("queue_config: {max_samples_per_send: 10, batch_send_deadline: 5s, max_shards: 1}");
        rig.scrape(0, 4, 1);
        rig.pass(Duration.ofSeconds(4));
        assertEquals(0, rig.receiver.requests.size());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(1, rig.receiver.requests.size());
        rig.scrape(0, 25, 2);
        rig.pass(Duration.ofSeconds(1));
        assertEquals(List.of(4, 10, 10),
                rig.receiver.requests.stream().map(request -> request.samples().size()).toList());
        rig.pass(Duration.ofSeconds(6));
        assertEquals(rig.committed, rig.received());
    }

    @Test
    void staleMarkersAndEveryOtherBitArrive() {
        var batch = rig.storage.appender();
        var labels = Labels.of(Labels.NAME, "größe", "a", "\"\\\n");
        long now = rig.timeline.now().toEpochMilli();
        var values = List.of(Double.longBitsToDouble(Samples.STALE_BITS), Double.NaN, -0.0, Double.POSITIVE_INFINITY,
                Double.MIN_VALUE, 1e300);
        for (int i = 0; i < values.size(); i++) {
            batch.append(labels, now + i, values.get(i));
        }
        batch.commit();
        rig.pass(MINUTE);
        var arrived = rig.received().getOrDefault(labels, new TreeMap<>()).values().stream()
                .map(Double::doubleToRawLongBits)
                .toList();
        assertEquals(values.stream().map(Double::doubleToRawLongBits).toList(), arrived);
    }

    @Test
    void externalLabelsGoOnFirstAndRulesChangeOrDropSeries() {
        rig.config = """
                global: {external_labels: {region: eu, instance: here}}
                remote_write:
                  - url: http://far/write
                    write_relabel_configs:
                      - {source_labels: [instance], regex: host-1, action: drop}
                      - {source_labels: [instance, region], target_label: both}
                      - {regex: instance, action: labeldrop}
                """;
        rig.configure();
        rig.pass(MINUTE);
        rig.scrape(0, 3, 1);
        rig.pass(MINUTE);
        assertEquals(
                List.of(
                        Labels.of(Labels.NAME, "metric", "both", "host-0;eu", "region", "eu"),
                        Labels.of(Labels.NAME, "metric", "both", "host-2;eu", "region", "eu")),
                List.copyOf(rig.received().keySet()));
        assertEquals(1, rig.queue().samples().relabelled());
    }

    @Test
    void aReceiverThatFailsIsAskedAgainAtGrowingIntervals() {
        rig.with("queue_config: {min_backoff: 100ms, max_backoff: 1s, batch_send_deadline: 1s, max_shards: 1}");
        rig.receiver.faults(_ -> Fault.STATUS_500);
        rig.scrape(0, 3, 1);
        rig.pass(Duration.ofSeconds(10));
        int tries = rig.receiver.requests.size();
        assertTrue(tries >= 10 && tries <= 13, tries + " tries");
        assertEquals("HTTP status 500; tried again", rig.queue().trouble());
        rig.receiver.faults(_ -> Fault.NONE);
        rig.pass(Duration.ofSeconds(2));
        assertEquals(rig.committed, rig.received());
        assertEquals(3L * tries, rig.queue().samples().retried());
        assertEquals("", rig.queue().trouble());
    }

    @Test
    void aReceiverThatSaysWhenIsAskedThen() {
        rig.with("queue_config: {batch_send_deadline: 1s}");
        rig.receiver.faults(_ -> rig.receiver.requests.size() == 1 ? Fault.TOO_BUSY : Fault.NONE);
        rig.scrape(0, 3, 1);
        rig.pass(Duration.ofSeconds(7));
        assertEquals(1, rig.receiver.requests.size());
        rig.pass(Duration.ofSeconds(3));
        assertEquals(rig.committed, rig.received());
    }

    @Test
    void whatIsRefusedIsDroppedAndCounted() {
        rig.receiver.faults(_ -> rig.receiver.requests.size() == 1 ? Fault.REFUSED : Fault.NONE);
        rig.scrape(0, 3, 1);
        rig.pass(MINUTE);
        rig.scrape(0, 3, 2);
        rig.pass(MINUTE);
        assertEquals(3, rig.receiver.samples());
        assertEquals(3, rig.queue().samples().failed());
        assertEquals(3, rig.queue().samples().sent());
    }

    @Test
    void aRateLimitIsAFailureUnlessItIsToBeWaitedFor() {
        rig.receiver.faults(_ -> rig.receiver.requests.size() == 1 ? Fault.STATUS_429 : Fault.NONE);
        rig.scrape(0, 3, 1);
        rig.pass(MINUTE);
        assertEquals(3, rig.queue().samples().failed());

        var patient = new RemoteRig(2).with("queue_config: {retry_on_http_429: true}");
        patient.receiver.faults(_ -> patient.receiver.requests.size() == 1 ? Fault.STATUS_429 : Fault.NONE);
        patient.scrape(0, 3, 1);
        patient.pass(MINUTE);
        assertEquals(patient.committed, patient.received());
    }

    @Test
    void samplesThatAreTooOldAreDroppedAndCounted() {
        rig.with("queue_config: {sample_age_limit: 1m}");
        rig.receiver.faults(_ -> Fault.STATUS_500);
        rig.scrape(0, 3, 1);
        rig.pass(MINUTE.multipliedBy(2));
        rig.scrape(0, 3, 2);
        rig.receiver.faults(_ -> Fault.NONE);
        rig.pass(MINUTE);
        assertEquals(3, rig.queue().samples().tooOld());
        assertEquals(3, rig.receiver.samples());
    }

    @Test
    void aLongOutageCostsNothingAndMemoryOnlyAsMuchAsTheShardsHold() {
        rig.with("queue_config: {capacity: 100, max_samples_per_send: 50}");
        rig.receiver.faults(_ -> Fault.CUT_BEFORE);
        rig.run(Duration.ofHours(5), 20);
        assertTrue(rig.queue().samples().pending() <= 100 + 50 + 2000, rig.queue()::toString);
        rig.receiver.faults(_ -> Fault.NONE);
        rig.run(Duration.ofMinutes(30), 20);
        rig.pass(MINUTE);
        assertEquals(rig.committed, rig.received());
        assertEquals(0, rig.queue().samples().lost());
    }

    @Test
    void anOutageThatIsLongerThanTheLogIsHeldLosesTheOldestAndCountsThem() {
        rig.options = rig.options.withHeldLogBytes(20_000);
        rig.restart(Ending.KILLED);
        rig.with("queue_config: {capacity: 100}");
        rig.receiver.faults(_ -> Fault.CUT_BEFORE);
        rig.run(Duration.ofHours(7), 10);
        rig.receiver.faults(_ -> Fault.NONE);
        rig.run(Duration.ofMinutes(30), 10);
        rig.pass(MINUTE);
        long lost = rig.queue().samples().lost();
        assertTrue(lost > 0);
        assertEquals(10 * 4 * 60 * 7 + 10 * 4 * 30, rig.receiver.samples() + lost);
        assertTrue(rig.notices.stream().anyMatch(notice -> notice.contains("(heldLogBytes)")), rig.notices::toString);
    }

    @Test
    void aNewProcessGoesOnWhereTheReceiverConfirmed() {
        rig.run(MINUTE.multipliedBy(5), 10);
        rig.pass(MINUTE);
        int before = rig.receiver.requests.size();
        rig.receiver.faults(_ -> Fault.CUT_BEFORE);
        rig.run(MINUTE.multipliedBy(5), 10);
        rig.remote.close();
        rig.restart(Ending.KILLED);
        rig.receiver.faults(_ -> Fault.NONE);
        rig.run(MINUTE.multipliedBy(5), 10);
        rig.pass(MINUTE);
        assertEquals(rig.committed, rig.received());
        assertEquals(List.of(), rig.receiver.refusals);
        assertTrue(rig.receiver.requests.size() > before);
    }

    @Test
    void aNewReceiverGetsWhatIsStoredFromThenOn() {
        rig.config = "remote_write: []";
        rig.configure();
        rig.run(MINUTE, 2);
        rig.with("name: late");
        rig.run(MINUTE, 2);
        rig.pass(MINUTE);
        assertEquals(2 * 4, rig.receiver.samples());
    }

    @Test
    void anotherConfigurationLosesNothing() {
        rig.receiver.faults(_ -> Fault.STATUS_500);
        rig.run(MINUTE.multipliedBy(3), 10);
        rig.with("queue_config: {max_samples_per_send: 7, min_shards: 3, max_shards: 3}");
        rig.run(MINUTE.multipliedBy(3), 10);
        rig.receiver.faults(_ -> Fault.NONE);
        rig.run(MINUTE.multipliedBy(3), 10);
        rig.with("queue_config: {max_samples_per_send: 70}");
        rig.run(MINUTE.multipliedBy(3), 10);
        rig.pass(MINUTE);
        assertEquals(rig.committed, rig.received());
        assertEquals(0, rig.queue().samples().failed());
    }

    @Test
    void twoReceiversGoEachAtItsOwnPace() {
        rig.config = """
                remote_write:
                  - {url: 'http://far/write', name: slow, remote_timeout: 3s}
                  - {url: 'http://far/write', remote_timeout: 3s, write_relabel_configs: [
                       {target_label: receiver, replacement: other}]}
                """;
        rig.configure();
        rig.receiver.faults(request -> request.samples().getFirst().series().has("receiver")
                ? Fault.NONE : Fault.STATUS_500);
        rig.run(MINUTE.multipliedBy(3), 5);
        rig.pass(MINUTE);
        assertEquals(List.of("slow", "http://far/write"), rig.remote.queues().stream().map(QueueStatus::name).toList());
        assertEquals(List.of(0L, 60L), rig.remote.queues().stream().map(queue -> queue.samples().sent()).toList());
    }

    @Test
    void metadataIsToldEveryMinute() {
        rig.metadata = List.of(
                new MetricMetadata("http_requests", "counter", "Requests so far", ""),
                new MetricMetadata("size_bytes", "gauge", "", "bytes"),
                new MetricMetadata("odd", "something", "", ""));
        rig.with("metadata_config: {max_samples_per_send: 2}");
        rig.receiver.faults(_ -> rig.receiver.requests.isEmpty() ? Fault.STATUS_500 : Fault.NONE);
        rig.pass(Duration.ofSeconds(70));
        assertEquals(
                List.of(
                        new WrittenRequest.Metric(1, "http_requests", "Requests so far", ""),
                        new WrittenRequest.Metric(2, "size_bytes", "", "bytes"),
                        new WrittenRequest.Metric(0, "odd", "", "")),
                rig.receiver.metadata());
        assertEquals(3, rig.queue().requests().metadata());
    }

    @Test
    void exemplarsAreSentWhenTheyAreAskedFor() {
        rig.config = """
                global: {external_labels: {region: eu}}
                remote_write:
                  - {url: 'http://far/write', send_exemplars: true}
                """;
        rig.configure();
        rig.pass(MINUTE);
        long now = rig.timeline.now().toEpochMilli();
        var exemplar = new Exemplars.Exemplar(Labels.of("trace_id", "abc"), 0.25, now);
        rig.scrape(0, 1, 1);
        rig.exemplars.add(RemoteRig.series(0), exemplar);
        rig.pass(MINUTE);
        var series = RemoteRig.series(0).with("region", "eu");
        assertEquals(
                List.of(new WrittenRequest.Exemplar(series, Labels.of("trace_id", "abc"), now, 0.25)),
                rig.receiver.requests.stream().flatMap(request -> request.exemplars().stream()).toList());
        assertEquals(1, rig.queue().requests().exemplars());
        assertEquals(1, rig.queue().samples().sent());

        rig.with("send_exemplars: false");
        rig.pass(MINUTE);
        rig.exemplars.add(RemoteRig.series(0), new Exemplars.Exemplar(Labels.of("trace_id", "b"), 1, now + 1));
        rig.scrape(0, 1, 1);
        rig.pass(MINUTE);
        assertEquals(0, rig.queue().requests().exemplars());
    }

    @Test
    void nativeHistogramsAreSentWhenTheyAreAskedFor() {
        var histogram = new FloatHistogram(
                FloatHistogram.CounterReset.UNKNOWN, 0, 0, 0, 3, 4, BucketCounts.adjacent(1, 3), BucketCounts.none(),
                List.of());
        for (boolean wanted : List.of(false, true)) {
            rig.with("send_native_histograms: " + wanted);
            var batch = rig.storage.appender();
            batch.append(RemoteRig.series(7), rig.timeline.now().toEpochMilli(), histogram);
            batch.commit();
            rig.scrape(0, 1, 1);
            rig.pass(MINUTE);
            assertEquals(
                    wanted ? List.of(RemoteRig.series(7)) : List.of(),
                    rig.receiver.requests.stream().flatMap(request -> request.histograms().stream()).toList());
        }
        assertEquals(2, rig.receiver.samples());
        assertEquals(List.of(RemoteRig.series(0)), List.copyOf(rig.received().keySet()));
    }

    @Test
    void shardsFollowTheRatesAndGiveOrderUpNever() {
        rig.with("queue_config: {max_samples_per_send: 1, batch_send_deadline: 5s, max_shards: 10}");
        for (int i = 0; i < 10; i++) {
            rig.run(Duration.ofSeconds(30), 500 + 200 * i);
        }
        int busy = rig.queue().shards().now();
        assertTrue(busy > 1, rig.queue()::toString);
        rig.run(Duration.ofMinutes(5), 20);
        assertTrue(rig.queue().shards().now() < busy, rig.queue()::toString);
        rig.pass(MINUTE);
        assertEquals(rig.committed, rig.received());
        assertEquals(List.of(), rig.receiver.refusals);
    }

    @Test
    void aReceiverThatWantsSignedRequestsIsNotServed() {
        rig.with("sigv4: {region: eu}");
        rig.run(MINUTE, 2);
        assertEquals(Map.of(), rig.received());
        assertEquals(List.of(), rig.remote.queues());
    }
}
