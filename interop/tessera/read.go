package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

// With one worker, fsck waits forever for it once it has found a difference.
const workers = 16

// read has fsck look at the whole log, then a client at some of its entries and its growth.
func read(ctx context.Context, verifier note.Verifier, root *url.URL) (uint64, error) {
	source, err := client.NewHTTPFetcher(root, nil)
	if err != nil {
		return 0, err
	}
	if err := fsck.New(verifier.Name(), verifier, source, leafHashes, fsck.Opts{N: workers}).Check(ctx); err != nil {
		return 0, err
	}
	checkpoint, _, _, err := client.FetchCheckpoint(ctx, source.ReadCheckpoint, verifier, verifier.Name())
	if err != nil {
		return 0, err
	}
	if checkpoint.Size < 2 {
		return 0, errors.New("the log is too short to show anything")
	}
	builder, err := client.NewProofBuilder(ctx, checkpoint.Size, source.ReadTile)
	if err != nil {
		return 0, err
	}
	for _, index := range []uint64{0, checkpoint.Size / 2, checkpoint.Size - 1} {
		if err := included(ctx, source, builder, index, checkpoint.Size, checkpoint.Hash); err != nil {
			return 0, fmt.Errorf("entry %d: %w", index, err)
		}
	}
	for _, smaller := range []uint64{1, checkpoint.Size / 2, checkpoint.Size - 1} {
		if err := grown(ctx, source, builder, smaller, checkpoint.Size, checkpoint.Hash); err != nil {
			return 0, fmt.Errorf("growth from %d: %w", smaller, err)
		}
	}
	return checkpoint.Size, nil
}

func leafHashes(bundle []byte) ([][]byte, error) {
	entries := api.EntryBundle{}
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	hashes := make([][]byte, 0, len(entries.Entries))
	for _, entry := range entries.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}

// included proves an entry, as its bundle has it, under the signed root.
func included(ctx context.Context, source *client.HTTPFetcher, builder *client.ProofBuilder, index, size uint64, root []byte) error {
	bundle, err := client.GetEntryBundle(ctx, source.ReadEntryBundle, index/layout.EntryBundleWidth, size)
	if err != nil {
		return err
	}
	hashes, err := builder.InclusionProof(ctx, index)
	if err != nil {
		return err
	}
	leaf := rfc6962.DefaultHasher.HashLeaf(bundle.Entries[index%layout.EntryBundleWidth])
	return proof.VerifyInclusion(rfc6962.DefaultHasher, index, size, leaf, hashes, root)
}

// grown proves that the log of `smaller` entries, its root made of their hashes, is how this one began.
func grown(ctx context.Context, source *client.HTTPFetcher, builder *client.ProofBuilder, smaller, size uint64, root []byte) error {
	leaves, err := client.FetchLeafHashes(ctx, source.ReadTile, 0, smaller, size)
	if err != nil {
		return err
	}
	tree := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
	for _, leaf := range leaves {
		if err := tree.Append(leaf, nil); err != nil {
			return err
		}
	}
	began, err := tree.GetRootHash(nil)
	if err != nil {
		return err
	}
	hashes, err := builder.ConsistencyProof(ctx, smaller, size)
	if err != nil {
		return err
	}
	if err := proof.VerifyConsistency(rfc6962.DefaultHasher, smaller, size, hashes, began, root); err != nil {
		return err
	}
	if bytes.Equal(began, root) {
		return errors.New("two sizes, one root")
	}
	return nil
}
