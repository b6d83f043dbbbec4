/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import io.kedge.dist.support.ServerUnderTest;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream of server-sent events on a socket of its own, read only when told to, so that a test can cut it off between
 * any two events or let it wait. Used by one thread at a time.
 */
final class EventStream implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    /** Small, so that a stream which is not read fills up soon. */
    private static final int RECEIVE_BYTES = 16 << 10;

    /**
     * One event.
     *
     * @param name empty for a change
     * @param id empty if the event has none
     */
    record Sent(String name, String id, JsonObject data) {

        boolean is(String wanted) {
            return name.equals(wanted);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final String head;
    private int chunkLeft;

    private EventStream(ServerUnderTest server, String path, List<String> headers) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.clientPort()));
        socket.setSoTimeout(PATIENCE_MILLIS);
        StringBuilder request =
                new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.clientPort() + "\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        in = new BufferedInputStream(socket.getInputStream(), 1 << 10);
        head = readHead();
    }

    /** Headers as they stand on the wire; returns when the answer's head is there. */
    static EventStream open(ServerUnderTest server, String path, String... headers) {
        try {
            return new EventStream(server, path, List.of(headers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EventStream resume(ServerUnderTest server, String path, String lastEventId) {
        return lastEventId.isEmpty() ? open(server, path) : open(server, path, "Last-Event-ID: " + lastEventId);
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            bytes.write(in.read());
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    String head() {
        return head;
    }

    /** The next event; comments and the delay before a reconnect are passed over. */
    Sent next() {
        String name = "";
        String id = "";
        StringBuilder data = new StringBuilder();
        try {
            while (true) {
                String line = readLine();
                if (line.isEmpty() && data.length() > 0) {
                    return new Sent(name, id, new JsonObject(data.toString()));
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring("data: ".length()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Sent> next(int count) {
        List<Sent> events = new ArrayList<>();
        while (events.size() < count) {
            events.add(next());
        }
        return events;
    }

    /** All events up to and with the next one of this name. */
    List<Sent> upTo(String name) {
        List<Sent> events = new ArrayList<>(List.of(next()));
        while (!events.get(events.size() - 1).is(name)) {
            events.add(next());
        }
        return events;
    }

    /** Without its line break; throws EOFException at the stream's clean end. */
    String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int read = readByte();
        while (read != '\n') {
            line.write(read);
            read = readByte();
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private int readByte() throws IOException {
        if (chunkLeft == 0) {
            chunkLeft = readChunkSize();
        }
        int read = in.read();
        if (read < 0) {
            throw new IOException("the connection was cut");
        }
        chunkLeft--;
        if (chunkLeft == 0) {
            in.skipNBytes(2);
        }
        return read;
    }

    private int readChunkSize() throws IOException {
        StringBuilder size = new StringBuilder();
        int read = in.read();
        while (read != '\n') {
            if (read < 0) {
                throw new IOException("the connection was cut");
            }
            size.append((char) read);
            read = in.read();
        }
        int bytes = Integer.parseInt(size.toString().trim(), 16);
        if (bytes == 0) {
            throw new EOFException("the stream has ended");
        }
        return bytes;
    }

    /** Cuts the connection off. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
