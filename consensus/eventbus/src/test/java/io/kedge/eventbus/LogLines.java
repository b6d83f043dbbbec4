/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged under {@code io.kedge} while it is open. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.kedge");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    /** Waits for a line with all of {@code parts} in it. */
    void await(String... parts) {
        Await.until("a line with " + List.of(parts), () -> lines.stream()
                .anyMatch(line -> List.of(parts).stream().allMatch(line::contains)));
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
