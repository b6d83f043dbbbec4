/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** What is taken for a member's peer URL: http or https, host and port, no path. */
public final class PeerUrls {

    private static final int PORT_MAX = 65_535;

    private PeerUrls() {}

    /** Whether there is at least one and all are valid. */
    public static boolean areValid(List<String> urls) {
        return !urls.isEmpty() && urls.stream().allMatch(PeerUrls::isValid);
    }

    private static boolean isValid(String url) {
        try {
            URI uri = new URI(url);
            boolean schemeFits = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            String path = uri.getRawPath();
            return schemeFits
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getPort() <= PORT_MAX
                    && (path == null || path.isEmpty())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
