package dev.headroom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.node.SpdyFrame.Data;
import dev.headroom.node.SpdyFrame.Ping;
import dev.headroom.node.SpdyFrame.SynStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Frames and header blocks, each way.
class SpdyTest {

    private final SpdyHeaders kubectl = new SpdyHeaders();
    private final SpdyHeaders node = new SpdyHeaders();

    private static byte[] syn(int stream, byte[] headers) {
        return ByteBuffer.allocate(18 + headers.length)
                .putInt(0x80030001)
                .putInt(10 + headers.length)
                .putInt(stream)
                .put(new byte[6])
                .put(headers)
                .array();
    }

    @Test
    void headersOfOneConnectionAreReadInTheirOrder() throws IOException {
        var first = Map.of("streamtype", "error", "port", "8000", "requestid", "0");
        var second = Map.of("streamtype", "data", "port", "8000", "requestid", "0");
        var came = ByteBuffer.allocate(1_000)
                .put(syn(1, kubectl.write(first)))
                .put(syn(3, kubectl.write(second)))
                .flip();
        var one = assertInstanceOf(SynStream.class, SpdyFrame.next(came).orElseThrow());
        assertEquals(first, node.read(one.headers()));
        var two = assertInstanceOf(SynStream.class, SpdyFrame.next(came).orElseThrow());
        assertEquals(3, two.stream());
        assertEquals(second, node.read(two.headers()));
        assertEquals(Optional.empty(), SpdyFrame.next(came));
    }

    /// The dictionary is the one of the draft: its checksum is part of the compressed stream.
    @Test
    void aBlockNamesTheDictionaryOfTheProtocol() {
        var block = node.write(Map.of());
        assertEquals("e3c6a7c2", HexFormat.of().formatHex(block, 2, 6));
    }

    @Test
    void aFrameIsTakenWhenItIsWhole() {
        var bytes = "hello".getBytes(StandardCharsets.UTF_8);
        var frame = SpdyFrame.data(3, bytes, bytes.length, true);
        assertEquals(Optional.empty(), SpdyFrame.next(ByteBuffer.wrap(frame, 0, frame.length - 1)));
        var data = assertInstanceOf(Data.class, SpdyFrame.next(ByteBuffer.wrap(frame)).orElseThrow());
        assertEquals(3, data.stream());
        assertTrue(data.last());
        assertEquals("hello", StandardCharsets.UTF_8.decode(data.bytes()).toString());
        assertEquals(Optional.of(new Ping(7)), SpdyFrame.next(ByteBuffer.wrap(SpdyFrame.ping(7))));
    }

    @Test
    void whatIsNoSpdyIsRefused() {
        var other = ByteBuffer.allocate(8).putInt(0x80020001).putInt(0).flip();
        assertThrows(IllegalArgumentException.class, () -> SpdyFrame.next(other));
        var large = ByteBuffer.allocate(8).putInt(1).putInt(0xffffff).flip();
        assertThrows(IllegalArgumentException.class, () -> SpdyFrame.next(large));
        var noise = ByteBuffer.wrap("no headers".getBytes(StandardCharsets.UTF_8));
        assertThrows(IOException.class, () -> node.read(noise));
    }
}
