/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random requests over few paths, so that they meet each other. Where a request names an index or a numbered key, each
 * server is sent its own.
 */
final class V2RandomRequests {

    /** One request as each of the servers gets it. */
    record Step(String method, String etcdPath, String kedgePath, String etcdFields, String kedgeFields, boolean past) {

        @Override
        public String toString() {
            return method + " " + kedgePath + " " + kedgeFields + " (etcd: " + etcdPath + " " + etcdFields + ")";
        }
    }

    /** A file's write as both servers have numbered it. */
    record Written(String etcdPath, String kedgePath, long etcdIndex, long kedgeIndex) {}

    private static final String[] NAMES = {"a", "b", "c", "_h", "%C3%BC%20x"};
    private static final String[] VALUES = {"", "1", "2", "%3C%26%3E", "%C3%BC%0A"};
    private static final String[] FAULTY = {
        "ttl=x",
        "prevIndex=-1",
        "prevIndex=%2B1",
        "waitIndex=x",
        "recursive=",
        "sorted=2",
        "dir=yes",
        "quorum=tRUE",
        "prevValue=",
        "prevExist=",
        "prevExist=no",
        "refresh=",
        "noValueOnSuccess=n",
        "stream=",
        "refresh=true",
        "refresh=t&ttl=5&value=1",
        "value=%2",
        "value=%zz",
        "a;b",
        "wait="
    };
    private static final int REMEMBERED = 60;

    private final SplittableRandom random;
    private final List<Written> written = new ArrayList<>();
    private final List<Written> numbered = new ArrayList<>();

    V2RandomRequests(long seed) {
        this.random = new SplittableRandom(seed);
    }

    void remember(Written write, boolean isNumbered) {
        List<Written> kept = isNumbered ? numbered : written;
        kept.add(write);
        if (kept.size() > REMEMBERED) {
            kept.remove(0);
        }
    }

    Step next() {
        int choice = random.nextInt(100);
        if (choice < 40) {
            return put();
        } else if (choice < 48) {
            return same(
                    "POST", path(), fields(value(), ttl(12), choice(8, "dir=true"), choice(6, "noValueOnSuccess=1")));
        } else if (choice < 64) {
            return delete();
        } else if (choice < 70) {
            String faulty = pick(FAULTY);
            // A URL with a broken escape is not sent by any client.
            String method = faulty.startsWith("value=") ? "PUT" : pick("GET", "PUT", "POST", "DELETE");
            return same(method, path(), faulty);
        } else if (choice < 78 && !written.isEmpty()) {
            Written past = written.get(random.nextInt(written.size()));
            return new Step(
                    "GET",
                    past.etcdPath(),
                    past.kedgePath(),
                    "wait=true&waitIndex=" + past.etcdIndex(),
                    "wait=true&waitIndex=" + past.kedgeIndex(),
                    true);
        }
        String fields = fields(
                choice(2, "recursive=true"), choice(3, "sorted=true"), choice(3, "quorum=T"), choice(9, "prevIndex=4"));
        return numberedOr(choice(9, "x").isEmpty() ? "GET" : "HEAD", fields, fields);
    }

    private Step put() {
        String exists = pick("", "", "prevExist=true", "prevExist=false");
        boolean timed = random.nextInt(8) == 0;
        String path = timed && random.nextBoolean() ? "/t" : path();
        if (random.nextInt(5) == 0) {
            // Directories with a time to live have files in them, no directories.
            boolean mayExpire = path.equals("/t");
            return same("PUT", path, fields("dir=true", exists, mayExpire ? ttl(2) : "", choice(6, value())));
        }
        // The index of a directory's update must be learnt from its reply.
        String bare = exists.equals("prevExist=true") ? "" : choice(8, "noValueOnSuccess=true");
        String common = fields(value(), exists, timed ? ttl(1) : choice(20, "ttl="), bare);
        if (random.nextInt(3) == 0 && !written.isEmpty()) {
            Written about = written.get(random.nextInt(written.size()));
            String value =
                    choice(2, "prevValue=" + pick(VALUES).replace("%0A", "")).replaceAll("prevValue=$", "");
            boolean byIndex = value.isEmpty() || random.nextBoolean();
            return new Step(
                    "PUT",
                    about.etcdPath(),
                    about.kedgePath(),
                    fields(common, value, byIndex ? "prevIndex=" + about.etcdIndex() : ""),
                    fields(common, value, byIndex ? "prevIndex=" + about.kedgeIndex() : ""),
                    false);
        }
        return same("PUT", path, common);
    }

    private Step delete() {
        if (random.nextInt(4) == 0 && !written.isEmpty()) {
            Written about = written.get(random.nextInt(written.size()));
            return new Step(
                    "DELETE",
                    about.etcdPath(),
                    about.kedgePath(),
                    "prevIndex=" + about.etcdIndex(),
                    "prevIndex=" + about.kedgeIndex(),
                    false);
        }
        String fields = fields(pick("", "", "dir=true", "recursive=true"), choice(12, "prevValue=1"));
        return numberedOr("DELETE", fields, fields);
    }

    private Step numberedOr(String method, String etcdFields, String kedgeFields) {
        if (random.nextInt(6) == 0 && !numbered.isEmpty()) {
            Written key = numbered.get(random.nextInt(numbered.size()));
            return new Step(method, key.etcdPath(), key.kedgePath(), etcdFields, kedgeFields, false);
        }
        String path = random.nextInt(15) == 0 ? "/" : path();
        return new Step(method, path, path, etcdFields, kedgeFields, false);
    }

    private static Step same(String method, String path, String fields) {
        return new Step(method, path, path, fields, fields, false);
    }

    private String path() {
        if (random.nextInt(12) == 0) {
            return "/t/" + pick("x", "y");
        }
        StringBuilder path = new StringBuilder();
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
            path.append('/').append(pick(NAMES));
        }
        return path + choice(15, "/");
    }

    private String value() {
        return "value=" + pick(VALUES);
    }

    private String ttl(int of) {
        return choice(of, "ttl=" + pick("100", "1000"));
    }

    private String choice(int of, String text) {
        return random.nextInt(of) == 0 ? text : "";
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String fields(String... fields) {
        List<String> given = new ArrayList<>(List.of(fields));
        given.removeIf(String::isEmpty);
        return String.join("&", given);
    }
}
