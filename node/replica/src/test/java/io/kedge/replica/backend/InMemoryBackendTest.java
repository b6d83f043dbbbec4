/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

class InMemoryBackendTest extends BackendContractTest {

    @Override
    protected Backend open() {
        return new InMemoryBackend();
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
