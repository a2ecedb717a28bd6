// Command skipping prints what CometBFT's light client says of made-up steps from a trusted header to a later one, over
// changes of validators and with votes left out: docs/vectors/light.json, to which our own trust path is held.
package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"time"

	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/crypto/tmhash"
	"github.com/cometbft/cometbft/light"
	cmtversion "github.com/cometbft/cometbft/proto/tendermint/version"
	"github.com/cometbft/cometbft/types"
)

type object = map[string]any

const (
	chainID = "light-1"
	cases   = 96
	period  = 1000 * time.Hour
)

var begin = time.Date(2026, 3, 1, 8, 30, 15, 0, time.UTC)

func main() {
	random := rand.New(rand.NewSource(7))
	steps := []object{}
	for len(steps) < cases {
		steps = append(steps, step(random))
	}
	out := object{
		"source": "interop/cometbft/skipping, github.com/cometbft/cometbft v0.39.4, trust level 1/3",
		"about": "trusted: a header and the set that signed it. head: a later one, its votes and its set. " +
			"verdict: accepted; overlap where the set cannot be trusted by the last one's votes; else refused.",
		"chainId": chainID,
		"steps":   steps,
	}
	encoder := json.NewEncoder(os.Stdout)
	check(encoder.Encode(out))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func sum(text string) []byte { return tmhash.Sum([]byte(text)) }

func key(at int) ed25519.PrivKey { return ed25519.GenPrivKeyFromSecret([]byte{byte(at)}) }

// powers of the keys 0 to 11; 0 is not in the set.
type powers [12]int64

func (own powers) set() *types.ValidatorSet {
	var validators []*types.Validator
	for at, power := range own {
		if power > 0 {
			validators = append(validators, types.NewValidator(key(at).PubKey(), power))
		}
	}
	return types.NewValidatorSet(validators)
}

func first(random *rand.Rand) powers {
	var own powers
	for count := 1 + random.Intn(6); count > 0; count-- {
		own[random.Intn(len(own))] = 1 + int64(random.Intn(6))
	}
	return own
}

// Some leave, some come, some weigh otherwise; somebody stays or comes.
func (own powers) changed(random *rand.Rand, changes int) powers {
	for ; changes > 0; changes-- {
		at := random.Intn(len(own))
		next := own
		next[at] = int64(random.Intn(3)) * int64(1+random.Intn(4))
		if next != (powers{}) {
			own = next
		}
	}
	return own
}

func header(height int64, at time.Time, set, next *types.ValidatorSet) *types.Header {
	return &types.Header{
		Version: cmtversion.Consensus{Block: 11, App: 1}, ChainID: chainID, Height: height, Time: at,
		LastBlockID:    types.BlockID{Hash: sum("last"), PartSetHeader: types.PartSetHeader{Total: 1, Hash: sum("parts")}},
		LastCommitHash: sum("commit"), DataHash: sum("data"), ValidatorsHash: set.Hash(), NextValidatorsHash: next.Hash(),
		ConsensusHash: sum("params"), AppHash: sum("app"), LastResultsHash: sum("results"), EvidenceHash: sum("evidence"),
		ProposerAddress: set.Validators[0].Address,
	}
}

// Votes for a header: `vote` says of each place in the set whether it is for the block, for nil or absent.
func signed(header *types.Header, set *types.ValidatorSet, vote func(at int) types.BlockIDFlag) *types.SignedHeader {
	block := types.BlockID{Hash: header.Hash(), PartSetHeader: types.PartSetHeader{Total: 1, Hash: sum("part")}}
	commit := &types.Commit{Height: header.Height, BlockID: block}
	for at, validator := range set.Validators {
		flag := vote(at)
		if flag == types.BlockIDFlagAbsent {
			commit.Signatures = append(commit.Signatures, types.NewCommitSigAbsent())
			continue
		}
		commit.Signatures = append(commit.Signatures, types.CommitSig{
			BlockIDFlag: flag, ValidatorAddress: validator.Address, Timestamp: header.Time.Add(time.Second),
		})
		signature, err := private(validator).Sign(commit.VoteSignBytes(chainID, int32(at)))
		check(err)
		commit.Signatures[at].Signature = signature
	}
	return &types.SignedHeader{Header: header, Commit: commit}
}

func private(validator *types.Validator) ed25519.PrivKey {
	for at := 0; ; at++ {
		if own := key(at); own.PubKey().Equals(validator.PubKey) {
			return own
		}
	}
}

func step(random *rand.Rand) object {
	before := first(random)
	next := before.changed(random, random.Intn(3))
	trusted := signed(header(10, begin, before.set(), next.set()), before.set(), everybody)
	height, now := int64(11), next // adjacent
	if random.Intn(4) > 0 {
		height, now = int64(12+random.Intn(50)), before.changed(random, random.Intn(9))
	} else if random.Intn(4) == 0 {
		now = next.changed(random, 1) // not the set that was named
	}
	set := now.set()
	absent := random.Intn(5)
	head := signed(header(height, begin.Add(time.Minute), set, set), set, func(int) types.BlockIDFlag {
		if random.Intn(10) >= absent {
			return types.BlockIDFlagCommit
		}
		return []types.BlockIDFlag{types.BlockIDFlagAbsent, types.BlockIDFlagNil}[random.Intn(2)]
	})
	if random.Intn(12) == 0 {
		turn(head.Commit)
	}
	err := light.Verify(trusted, before.set(), head, set, period, begin.Add(time.Hour), time.Minute, light.DefaultTrustLevel)
	return object{"trusted": trustedForm(trusted, before.set()), "head": headForm(head, set), "verdict": verdict(err)}
}

func everybody(int) types.BlockIDFlag { return types.BlockIDFlagCommit }

// The first vote for the block no longer holds.
func turn(commit *types.Commit) {
	for at := range commit.Signatures {
		if commit.Signatures[at].BlockIDFlag == types.BlockIDFlagCommit {
			commit.Signatures[at].Signature[9] ^= 1
			return
		}
	}
}

func verdict(err error) string {
	var overlap light.ErrNewValSetCantBeTrusted
	switch {
	case err == nil:
		return "accepted"
	case errors.As(err, &overlap):
		return "overlap"
	default:
		return "refused"
	}
}

func timeForm(at time.Time) object { return object{"seconds": at.Unix(), "nanos": at.Nanosecond()} }

func setForm(set *types.ValidatorSet) []object {
	list := []object{}
	for _, one := range set.Validators {
		list = append(list, object{"publicKey": hex.EncodeToString(one.PubKey.Bytes()), "power": fmt.Sprint(one.VotingPower)})
	}
	return list
}

func trustedForm(trusted *types.SignedHeader, set *types.ValidatorSet) object {
	return object{
		"height": trusted.Height, "time": trusted.Time.UnixMilli(), "validators": setForm(set),
		"nextValidatorsHash": hex.EncodeToString(trusted.NextValidatorsHash),
	}
}

func partsForm(parts types.PartSetHeader) object {
	return object{"total": parts.Total, "hash": hex.EncodeToString(parts.Hash)}
}

// As `.gse.json` has a signed header (docs/protocol.md, Evidence).
func headForm(head *types.SignedHeader, set *types.ValidatorSet) object {
	h := head.Header
	votes := []any{}
	for _, vote := range head.Commit.Signatures {
		if vote.BlockIDFlag == types.BlockIDFlagAbsent {
			votes = append(votes, nil)
			continue
		}
		votes = append(votes, object{
			"flag": vote.BlockIDFlag, "timestamp": timeForm(vote.Timestamp), "signature": hex.EncodeToString(vote.Signature),
		})
	}
	return object{
		"header": object{
			"version": object{"block": h.Version.Block, "app": h.Version.App}, "chainId": h.ChainID, "height": h.Height,
			"time":           timeForm(h.Time),
			"lastBlockId":    object{"hash": hex.EncodeToString(h.LastBlockID.Hash), "parts": partsForm(h.LastBlockID.PartSetHeader)},
			"lastCommitHash": hex.EncodeToString(h.LastCommitHash), "dataHash": hex.EncodeToString(h.DataHash),
			"validatorsHash": hex.EncodeToString(h.ValidatorsHash), "nextValidatorsHash": hex.EncodeToString(h.NextValidatorsHash),
			"consensusHash": hex.EncodeToString(h.ConsensusHash), "appHash": hex.EncodeToString(h.AppHash),
			"lastResultsHash": hex.EncodeToString(h.LastResultsHash), "evidenceHash": hex.EncodeToString(h.EvidenceHash),
			"proposerAddress": hex.EncodeToString(h.ProposerAddress),
		},
		"commit":     object{"round": head.Commit.Round, "parts": partsForm(head.Commit.BlockID.PartSetHeader), "signatures": votes},
		"validators": setForm(set),
	}
}
