/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What proxies do to links, on plain sockets: member 0 sends to member 1. */
final class PeerProxiesTest {
    private static final long SENDER_ID = 0x0a1b2c3d4e5f6071L;
    private static final int MOMENT_MILLIS = 150;
    private static final int LIMIT_MILLIS = 5_000;

    private final PeerProxies proxies = new PeerProxies(2);
    private ServerSocket behind;
    private Socket sender;
    private Socket receiver;

    @BeforeEach
    void connect() throws IOException {
        behind = new ServerSocket(proxies.hiddenPorts().get(1), 5, InetAddress.getByName("127.0.0.1"));
        sender = new Socket("127.0.0.1", proxies.shownPorts().get(1));
        receiver = behind.accept();
        receiver.setSoTimeout(LIMIT_MILLIS);
        sender.setSoTimeout(LIMIT_MILLIS);
        proxies.learn(SENDER_ID, 0);
    }

    @AfterEach
    void close() throws IOException {
        proxies.close();
        sender.close();
        receiver.close();
        behind.close();
    }

    /** A first frame of the event bus, by name of its sender. */
    private static byte[] frame() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0);
        out.writeByte(1);
        out.writeByte(0);
        out.writeByte(0);
        for (String text : new String[] {"r.77", "", Long.toHexString(SENDER_ID)}) {
            out.writeInt(text.length());
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        out.writeInt(4);
        return bytes.toByteArray();
    }

    private void sendFrame() throws IOException {
        sender.getOutputStream().write(frame());
    }

    private void requireNothingComes() throws IOException {
        receiver.setSoTimeout(MOMENT_MILLIS);
        assertThatThrownBy(() -> receiver.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        receiver.setSoTimeout(LIMIT_MILLIS);
    }

    private static byte[] read(InputStream from, int length) throws IOException {
        return from.readNBytes(length);
    }

    @Test
    void an_open_link_carries_both_ways() throws IOException {
        sendFrame();
        assertThat(read(receiver.getInputStream(), frame().length)).isEqualTo(frame());
        receiver.getOutputStream().write(7);
        assertThat(sender.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void a_silent_link_carries_all_of_it_once_it_is_over() throws IOException {
        proxies.set(0, 1, LinkState.SILENT);
        sendFrame();
        sender.close();
        requireNothingComes();
        proxies.heal();
        assertThat(read(receiver.getInputStream(), frame().length)).isEqualTo(frame());
        assertThat(receiver.getInputStream().read()).as("the end").isEqualTo(-1);
    }

    @Test
    void the_other_way_is_another_link() throws IOException {
        proxies.set(1, 0, LinkState.SILENT);
        sendFrame();
        assertThat(read(receiver.getInputStream(), frame().length)).isEqualTo(frame());
    }

    @Test
    void a_link_that_is_cut_closes() throws IOException {
        sendFrame();
        assertThat(read(receiver.getInputStream(), frame().length)).isEqualTo(frame());
        proxies.set(0, 1, LinkState.CUT);
        assertThat(receiver.getInputStream().read()).isEqualTo(-1);
        assertThat(sender.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void a_late_link_delays() throws IOException {
        proxies.set(0, 1, LinkState.late(MOMENT_MILLIS));
        long startNanos = System.nanoTime();
        sendFrame();
        assertThat(read(receiver.getInputStream(), frame().length)).isEqualTo(frame());
        assertThat((System.nanoTime() - startNanos) / 1_000_000).isGreaterThanOrEqualTo(MOMENT_MILLIS);
    }
}
