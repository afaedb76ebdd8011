package score

import (
	"fmt"
	"reflect"
	"slices"
	"time"
)

// Merge adds the result of another shard of the same run. It is an error if that is none, or one that has been added.
func (r *Result) Merge(o *Result) error {
	if r.Plan != o.Plan {
		return fmt.Errorf("not of one run: wanted %+v, got %+v", r.Plan, o.Plan)
	}
	for _, shard := range o.Shards {
		if slices.Contains(r.Shards, shard) {
			return fmt.Errorf("shard %d of %d stands twice", shard, r.Plan.Shards)
		}
	}
	r.Shards = append(r.Shards, o.Shards...)
	slices.Sort(r.Shards)
	if o.Started.Before(r.Started) {
		r.Started = o.Started
	}
	if r.Stopped == 0 || o.Stopped == 0 {
		r.Stopped, r.Scheduled = 0, 0 // one of them was due for all
	} else {
		r.Stopped, r.Scheduled = max(r.Stopped, o.Stopped), max(r.Scheduled, o.Scheduled)
	}
	if r.Pacing != o.Pacing {
		r.Pacing = "mixed"
	}
	r.AddCounts(o)
	return nil
}

// AddCounts adds what another result of the same plan has counted.
func (r *Result) AddCounts(o *Result) { add(r, o) }

// add adds what one count has seen to another of the same type, part by part: numbers are summed up, of times and shares the
// largest stands, and what was so once is so. A type with a method Merge knows better. Texts, lists and fields with the tag
// add:"-" stay as they are.
func add[T any](to, from *T) { addValue(reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem()) }

func addValue(to, from reflect.Value) {
	switch to.Kind() {
	case reflect.Uint32, reflect.Uint64:
		to.SetUint(to.Uint() + from.Uint())
	case reflect.Int64:
		to.SetInt(max(to.Int(), from.Int()))
	case reflect.Float64:
		to.SetFloat(max(to.Float(), from.Float()))
	case reflect.Bool:
		to.SetBool(to.Bool() || from.Bool())
	case reflect.Array:
		for i := range to.Len() {
			addValue(to.Index(i), from.Index(i))
		}
	case reflect.Struct:
		for field, value := range to.Fields() {
			if field.Tag.Get("add") != "-" {
				addPart(value, from.FieldByIndex(field.Index))
			}
		}
	case reflect.Map:
		if to.IsNil() {
			to.Set(reflect.MakeMap(to.Type()))
		}
		for key, value := range from.Seq2() {
			sum, one := reflect.New(value.Type()).Elem(), reflect.New(value.Type()).Elem()
			if old := to.MapIndex(key); old.IsValid() {
				sum.Set(old)
			}
			one.Set(value)
			addPart(sum, one)
			to.SetMapIndex(key, sum)
		}
	}
}

// addPart adds a part by its own method, if it has one. A pointer to nothing becomes one to a copy.
func addPart(to, from reflect.Value) {
	if to.Kind() != reflect.Pointer {
		to, from = to.Addr(), from.Addr()
	}
	merge := to.MethodByName("Merge")
	switch {
	case from.IsNil():
		return
	case !to.IsNil() && merge.IsValid():
		merge.Call([]reflect.Value{from})
		return
	case to.IsNil():
		to.Set(reflect.New(to.Type().Elem()))
		if merge.IsValid() {
			to.Elem().Set(from.Elem())
			return
		}
	}
	addValue(to.Elem(), from.Elem())
}

// Merge keeps the earlier one.
func (p *Position) Merge(o *Position) {
	if o.Number < p.Number {
		*p = *o
	}
}

// Merge counts both, and keeps the earlier one.
func (f *Finding) Merge(o *Finding) {
	f.Count += o.Count
	f.Fails = f.Fails || o.Fails
	if o.Number < f.Number {
		f.Number, f.Message, f.First = o.Number, o.Message, o.First
	}
}

// Missing lists the shards of the run that the result does not have.
func (r *Result) Missing() (missing []uint64) {
	for shard := range r.Plan.Shards {
		if !slices.Contains(r.Shards, shard) {
			missing = append(missing, shard)
		}
	}
	return missing
}

// Due is for how long the requests of the plan that count were due, as far as it says so, else how long the run took.
func (r *Result) Due() time.Duration {
	switch {
	case r.Stopped > 0:
		return max(r.Stopped-r.Plan.WarmUp, 1)
	case r.Plan.Duration > 0:
		return r.Plan.Duration
	}
	return max(r.Took-r.Plan.WarmUp, 1)
}
