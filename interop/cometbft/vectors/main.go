// Command vectors prints what CometBFT itself computes for made-up headers, commits, validator sets, blocks and
// results, so that our own code is held to it: docs/vectors/comet.json.
package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/crypto/tmhash"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	cmtversion "github.com/cometbft/cometbft/proto/tendermint/version"
	"github.com/cometbft/cometbft/types"
)

type object = map[string]any

func main() {
	out := object{
		"source":        "interop/cometbft/vectors, github.com/cometbft/cometbft v0.39.4",
		"headers":       headers(),
		"commits":       commits(),
		"validatorSets": validatorSets(),
		"blocks":        blocks(),
		"results":       results(),
		"params":        params(),
		"zip215":        zip215(),
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	check(encoder.Encode(out))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func form(value any) json.RawMessage {
	bytes, err := cmtjson.Marshal(value)
	check(err)
	return bytes
}

func sum(text string) []byte { return tmhash.Sum([]byte(text)) }

func key(name string) ed25519.PrivKey { return ed25519.GenPrivKeyFromSecret([]byte(name)) }

func blockID(name string, parts uint32) types.BlockID {
	return types.BlockID{Hash: sum(name), PartSetHeader: types.PartSetHeader{Total: parts, Hash: sum(name + " parts")}}
}

func someHeaders() []types.Header {
	at := time.Date(2026, 3, 1, 8, 30, 15, 120000000, time.UTC)
	first := types.Header{
		Version: cmtversion.Consensus{Block: 11}, ChainID: "xiangyang-1", Height: 1, Time: at,
		LastCommitHash: (&types.Commit{}).Hash(), DataHash: types.Txs{}.Hash(), ValidatorsHash: sum("set"),
		NextValidatorsHash: sum("set"), ConsensusHash: types.DefaultConsensusParams().Hash(), AppHash: sum("genesis"),
		LastResultsHash: types.NewResults(nil).Hash(), EvidenceHash: types.EvidenceList{}.Hash(),
		ProposerAddress: key("a").PubKey().Address(),
	}
	second := first
	second.Version.App = 3
	second.Height = 1 << 40
	second.Time = time.Date(2000, 2, 29, 23, 59, 59, 999999999, time.UTC)
	second.LastBlockID = blockID("last", 2)
	second.LastCommitHash = sum("commit")
	third := second
	third.Time = time.Date(9999, 12, 31, 23, 59, 59, 1, time.UTC)
	third.AppHash = []byte{}
	third.LastBlockID = types.BlockID{Hash: sum("h"), PartSetHeader: types.PartSetHeader{Total: 4000000000, Hash: sum("p")}}
	fourth := second
	fourth.Time = time.Unix(0, 0).UTC()
	fifth := second
	fifth.Time = time.Date(1969, 12, 31, 23, 59, 59, 500000000, time.UTC)
	return []types.Header{first, second, third, fourth, fifth}
}

func headers() []object {
	var list []object
	for _, header := range someHeaders() {
		list = append(list, object{"header": form(header), "hash": hex.EncodeToString(header.Hash())})
	}
	return list
}

func someCommit(chainID string, height int64, round int32, names []string, flags []types.BlockIDFlag) *types.Commit {
	commit := &types.Commit{Height: height, Round: round, BlockID: blockID("block", 1)}
	for at, name := range names {
		if flags[at] == types.BlockIDFlagAbsent {
			commit.Signatures = append(commit.Signatures, types.NewCommitSigAbsent())
			continue
		}
		private := key(name)
		commit.Signatures = append(commit.Signatures, types.CommitSig{
			BlockIDFlag: flags[at], ValidatorAddress: private.PubKey().Address(),
			Timestamp: time.Date(2026, 3, 1, 8, 30, 16, 1000000*(at+1), time.UTC),
		})
		signature, err := private.Sign(commit.VoteSignBytes(chainID, int32(at)))
		check(err)
		commit.Signatures[at].Signature = signature
	}
	return commit
}

func commits() []object {
	yes, no, none := types.BlockIDFlagCommit, types.BlockIDFlagNil, types.BlockIDFlagAbsent
	cases := []*types.Commit{
		someCommit("xiangyang-1", 1, 0, []string{"a"}, []types.BlockIDFlag{yes}),
		someCommit("xiangyang-1", 123456789, 3, []string{"a", "b", "c", "d"}, []types.BlockIDFlag{yes, no, none, yes}),
		{},
	}
	var list []object
	for _, commit := range cases {
		signBytes := []string{}
		keys := []string{}
		for at, signature := range commit.Signatures {
			signBytes = append(signBytes, hex.EncodeToString(commit.VoteSignBytes("xiangyang-1", int32(at))))
			if signature.BlockIDFlag == none {
				keys = append(keys, "")
				continue
			}
			for _, name := range []string{"a", "b", "c", "d"} {
				if public := key(name).PubKey(); public.Address().String() == signature.ValidatorAddress.String() {
					keys = append(keys, hex.EncodeToString(public.Bytes()))
				}
			}
		}
		list = append(list, object{
			"chainId": "xiangyang-1", "commit": form(commit), "hash": hex.EncodeToString(commit.Hash()),
			"signBytes": signBytes, "publicKeys": keys,
		})
	}
	return list
}

func validatorSets() []object {
	var list []object
	for _, powers := range [][]int64{{10}, {1, 1, 1, 1}, {5, 9, 9, 1 << 50, 300}} {
		var validators []*types.Validator
		for at, power := range powers {
			validators = append(validators, types.NewValidator(key(string(rune('a'+at))).PubKey(), power))
		}
		set := types.NewValidatorSet(validators)
		list = append(list, object{
			"validators": form(set.Validators), "hash": hex.EncodeToString(set.Hash()), "total": fmt.Sprint(set.TotalVotingPower()),
		})
	}
	return list
}

// A transaction is told as [byte, count]: that byte repeated.
func blocks() []object {
	var list []object
	cases := [][][2]int{{}, {{1, 300}}, {{1, 65536}, {2, 65536}, {3, 10}}, {{7, 65000}, {8, 130}}}
	for at, transactions := range cases {
		var txs types.Txs
		for _, transaction := range transactions {
			bytes := make([]byte, transaction[1])
			for index := range bytes {
				bytes[index] = byte(transaction[0])
			}
			txs = append(txs, bytes)
		}
		header := someHeaders()[at%2]
		header.DataHash = txs.Hash()
		lastCommit := &types.Commit{}
		if at%2 == 1 {
			lastCommit = someCommit("xiangyang-1", 1<<40-1, 0, []string{"a"}, []types.BlockIDFlag{types.BlockIDFlagCommit})
			header.LastCommitHash = lastCommit.Hash()
		}
		block := &types.Block{Header: header, Data: types.Data{Txs: txs}, LastCommit: lastCommit}
		parts, err := block.MakePartSet(types.BlockPartSizeBytes)
		check(err)
		message, err := block.ToProto()
		check(err)
		bytes, err := message.Marshal()
		check(err)
		list = append(list, object{
			"header": form(header), "transactions": transactions, "lastCommit": form(lastCommit),
			"dataHash": hex.EncodeToString(txs.Hash()), "evidenceHash": hex.EncodeToString(types.EvidenceList{}.Hash()),
			"sha256": hex.EncodeToString(tmhash.Sum(bytes)), "bytes": len(bytes),
			"blockId": form(types.BlockID{Hash: block.Hash(), PartSetHeader: parts.Header()}),
		})
	}
	list[0]["block"] = form(&types.Block{Header: someHeaders()[0], LastCommit: &types.Commit{}})
	return list
}

func results() []object {
	var list []object
	cases := [][]*abci.ExecTxResult{
		{},
		{{Code: 0, Data: sum("data"), Log: "not hashed", Info: "nor this"}},
		{{Code: 0, Data: sum("data")}, {Code: 1}, {Code: 4294967295, Data: []byte{0}, GasWanted: -1, GasUsed: 1 << 60}},
	}
	for _, results := range cases {
		told := []object{}
		for _, result := range results {
			told = append(told, object{
				"code": result.Code, "data": hex.EncodeToString(result.Data),
				"gasWanted": fmt.Sprint(result.GasWanted), "gasUsed": fmt.Sprint(result.GasUsed),
			})
		}
		list = append(list, object{"results": told, "hash": hex.EncodeToString(types.NewResults(results).Hash())})
	}
	return list
}

func params() []object {
	var list []object
	for _, block := range []types.BlockParams{types.DefaultConsensusParams().Block, {MaxBytes: 1 << 20, MaxGas: 0}} {
		hash := types.ConsensusParams{Block: block}.Hash()
		list = append(list, object{"maxBytes": block.MaxBytes, "maxGas": block.MaxGas, "hash": hex.EncodeToString(hash)})
	}
	return list
}

// Every encoding of a point of small order, canonical or not, as key and as R, with s = 0: ZIP-215 accepts each pair.
func zip215() object {
	fill := func(first string, middle string, last string) string {
		text := first
		for len(text) < 62 {
			text += middle
		}
		return text + last
	}
	encodings := []string{
		fill("01", "00", "00"), fill("01", "00", "80"), fill("00", "00", "00"), fill("00", "00", "80"),
		fill("ec", "ff", "7f"), fill("ec", "ff", "ff"), fill("ed", "ff", "7f"), fill("ed", "ff", "ff"),
		fill("ee", "ff", "7f"), fill("ee", "ff", "ff"),
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
	}
	accepted := 0
	for _, public := range encodings {
		for _, r := range encodings {
			a, err := hex.DecodeString(public)
			check(err)
			signature, err := hex.DecodeString(r + fill("00", "00", "00"))
			check(err)
			if ed25519.PubKey(a).VerifySignature([]byte("Zcash"), signature) {
				accepted++
			}
		}
	}
	return object{"message": hex.EncodeToString([]byte("Zcash")), "encodings": encodings, "accepted": accepted}
}
